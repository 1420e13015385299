# The curl calls of Wekan's documentation, docs/API in github.com/wekan/wekan: its routes, headers
# and bodies in its order, our names and ids. `says` runs one and prints what it is to answer (the
# least; id, token and date stand for any) and what it answers; ID is the first id in there.
set -euo pipefail
JSON="Content-type:application/json"

says() {
  local answer
  answer=$("${@:2}" --silent --show-error --fail-with-body --max-time 60) || {
    echo "${*:2} said: $answer" >&2
    exit 1
  }
  printf '%s\t%s\n' "$1" "$answer"
  ID=$(sed -nE 's/^[^"]*"_?id":"([^"]*)".*/\1/p' <<<"$answer")
}

# User.md. The first who registers is the site's admin.
LOGIN='{"id": "id", "token": "token", "tokenExpires": "date"}'
says "$LOGIN" curl $WEKAN_URL/users/login -d "username=$WEKAN_USERNAME&password=$WEKAN_PASSWORD"
says "$LOGIN" curl $WEKAN_URL/users/login -d "email=$WEKAN_EMAIL&password=$WEKAN_PASSWORD"
says "$LOGIN" curl -H "$JSON" $WEKAN_URL/users/login \
     -d '{ "username": "'$WEKAN_USERNAME'", "password": "'$WEKAN_PASSWORD'" }'
ME=$ID
TOKEN=$(curl -sS -H "$JSON" $WEKAN_URL/users/login \
     -d '{ "email": "'$WEKAN_EMAIL'", "password": "'$WEKAN_PASSWORD'" }' |
     sed -E 's/.*"token":"([^"]*)".*/\1/')
AS_ME="Authorization: Bearer $TOKEN"
says "$LOGIN" curl $WEKAN_URL/users/register \
     -d "username=form&password=Secret123!&email=form@email.com"
says "$LOGIN" curl -H "$JSON" $WEKAN_URL/users/register \
     -d '{ "username": "json", "password": "Secret123!", "email": "json@email.com" }'
says '{"_id": "id"}' curl -H "$AS_ME" -X POST $WEKAN_URL/api/users \
     -d "username=john&password=Secret123!&email=john@email.com"
JOHN=$ID
says '{"_id": "id"}' curl -H "$AS_ME" -H "$JSON" -X POST $WEKAN_URL/api/users \
     -d '{ "username": "tester", "password": "tester", "email": "tester@example.com", "fromAdmin": "true" }'
TESTER=$ID
says '{"_id": "id", "username": "tester", "emails": [{"address": "tester@example.com", "verified": false}]}' \
     curl -H "$AS_ME" $WEKAN_URL/api/users/$TESTER
says '[{"_id": "id", "username": "'$WEKAN_USERNAME'"}, {"username": "form"}, {"username": "json"}, {"username": "john"}, {"username": "tester"}]' \
     curl -H "$AS_ME" $WEKAN_URL/api/users
says '{"_id": "id", "createdAt": "date", "username": "'$WEKAN_USERNAME'", "profile": {}}' \
     curl -H "$AS_ME" $WEKAN_URL/api/user
for ACTION in disableLogin enableLogin; do
  says '{"_id": "id", "username": "john"}' curl -H "$AS_ME" -H "$JSON" -X PUT \
       $WEKAN_URL/api/users/$JOHN -d '{ "action": "'$ACTION'" }'
done
says '{"_id": "id"}' curl -H "$AS_ME" -X DELETE $WEKAN_URL/api/users/$TESTER

# Boards.md
says '{"_id": "id", "defaultSwimlaneId": "id"}' curl -H "$AS_ME" -H "$JSON" -X POST \
     $WEKAN_URL/api/boards \
     -d '{"title":"Board of john","owner":"'$JOHN'","permission":"private","color":"nephritis"}'
says '[{"_id": "id", "title": "Board of john"}]' curl -H "$AS_ME" -H "$JSON" -X PUT \
     $WEKAN_URL/api/users/$JOHN -d '{ "action": "takeOwnership" }'
says '{"_id": "id"}' curl -H "$AS_ME" -H "$JSON" -X POST $WEKAN_URL/api/boards \
     -d '{"title":"Board title here","owner":"'$ME'","permission":"private","color":"nephritis"}'
BOARD=$ID
says '[{"title": "Board of john"}, {"_id": "id", "title": "Board title here"}]' \
     curl -H "$AS_ME" $WEKAN_URL/api/users/$ME/boards

# Role.md: a normal member, then admin, normal, no comments, comment only, worker; and off again.
MEMBER=$WEKAN_URL/api/boards/$BOARD/members/$JOHN
says '[{"_id": "id", "title": "Board title here"}]' curl -H "$AS_ME" -H "$JSON" -X POST $MEMBER/add \
     -d '{"action": "add","isAdmin": "false", "isNoComments":"false", "isCommentOnly": "false", "isWorker": "false" }'
for ROLE in "true false false false" "false false false false" "false true false false" \
            "false false true false" "false false false true"; do
  set -- $ROLE
  says 1 curl -H "$AS_ME" -H "$JSON" -X POST $MEMBER \
       -d '{"isAdmin": "'$1'", "isNoComments":"'$2'", "isCommentOnly": "'$3'", "isWorker": "'$4'"}'
done
says '[{"_id": "id", "title": "Board title here"}]' curl -H "$AS_ME" -H "$JSON" -X POST \
     $MEMBER/remove -d '{"action": "remove"}'

# Swimlanes.md; of lists the documentation shows the routes alone.
says '{"_id": "id"}' curl -H "$AS_ME" -H "$JSON" -X POST $WEKAN_URL/api/boards/$BOARD/swimlanes \
     -d '{ "title": "Swimlane title text" }'
SWIMLANE=$ID
for TITLE in Todo Doing; do
  says '{"_id": "id"}' curl -H "$AS_ME" -H "$JSON" -X POST $WEKAN_URL/api/boards/$BOARD/lists \
       -d '{ "title": "'$TITLE'" }'
  TODO=${DOING:-}
  DOING=$ID
done

# Cards.md
CARDS=$WEKAN_URL/api/boards/$BOARD/lists/$TODO/cards
for TITLE in "Card title text" "Short-lived"; do
  says '{"_id": "id"}' curl -H "$AS_ME" -H "$JSON" -X POST $CARDS \
       -d '{ "title": "'"$TITLE"'", "description": "Card description text", "authorId": "'$ME'", "swimlaneId": "'$SWIMLANE'" }'
  CARD=${GONE:-}
  GONE=$ID
done
says '{"_id": "id"}' curl -H "$AS_ME" -H "$JSON" -X DELETE $CARDS/$GONE -d '{ "authorId": "'$ME'"}'
says '[{"_id": "id", "title": "Card title text", "description": "Card description text", "listId": "id"}]' \
     curl -H "$AS_ME" -X GET $WEKAN_URL/api/boards/$BOARD/swimlanes/$SWIMLANE/cards

# Custom-Fields.md, and the list of what is to be sent at wekan.fi/api.
says '{"_id": "id"}' curl -H "$AS_ME" -H "$JSON" -X POST \
     $WEKAN_URL/api/boards/$BOARD/custom-fields \
     -d '{ "authorId": "'$ME'", "name": "Remark", "type": "text", "settings": {}, "showOnCard": true, "automaticallyOnCard": false, "showLabelOnMiniCard": false, "showSumAtTopOfList": false }'
says '{"_id": "id"}' curl -H "$AS_ME" -H "$JSON" -X PUT $CARDS/$CARD \
     -d '{ "customFields" : [ { "_id" : "'$ID'", "value" : "foobar" } ] }'

# Rules.md: who is added when a card comes to a list, and taken off when it goes.
RULES=$WEKAN_URL/api/boards/$BOARD/rules
says '[{"_id": "id"}]' curl -H "$AS_ME" -H "$JSON" -X POST $MEMBER/add \
     -d '{"action": "add","isAdmin": "false", "isNoComments":"false", "isCommentOnly": "false", "isWorker": "false" }'
says '{"_id": "id"}' curl -H "$AS_ME" -H "$JSON" -X POST $RULES \
     -d '{ "title": "Add member on move to Doing",
           "trigger": { "activityType": "moveCard", "listName": "Doing" },
           "action":  { "actionType": "addMember", "username": "john" } }'
says '{"_id": "id"}' curl -H "$AS_ME" -H "$JSON" -X POST $RULES \
     -d '{ "title": "Remove member when moved away from Doing",
           "trigger": { "activityType": "moveCard", "oldListName": "Doing" },
           "action":  { "actionType": "removeMember", "username": "someuser" } }'
RULE=$ID
says '{"_id": "id"}' curl -H "$AS_ME" -H "$JSON" -X PUT $RULES/$RULE \
     -d '{ "action": { "actionType": "removeMember", "username": "*" } }'
says '{"_id": "id", "title": "Remove member when moved away from Doing", "trigger": {"activityType": "moveCard", "listName": "*", "oldListName": "Doing", "swimlaneName": "*", "cardTitle": "*", "userId": "*"}, "action": {"actionType": "removeMember", "username": "*"}}' \
     curl -H "$AS_ME" -X GET $RULES/$RULE
says '{"_id": "id"}' curl -H "$AS_ME" -X DELETE $RULES/$RULE
says '[{"_id": "id", "title": "Add member on move to Doing"}]' curl -H "$AS_ME" -X GET $RULES
says '{"_id": "id"}' curl -H "$AS_ME" -H "$JSON" -X PUT $CARDS/$CARD \
     -d '{ "title": "New title text", "listId": "'$DOING'", "description": "New description text" }'

# REST-API.md: domains and settings
DOMAINS=$WEKAN_URL/api/boards/$BOARD/domains
says '[{"domain": "example.com"}]' curl -H "$AS_ME" -H "$JSON" -X POST $DOMAINS \
     -d '{ "domain": "example.com" }'
says '[{"domain": "example.com"}]' curl -H "$AS_ME" $DOMAINS
says '[]' curl -H "$AS_ME" -X DELETE $DOMAINS/example.com
says '{"productName": "My WeKan", "disableRegistration": true}' curl -H "$AS_ME" -H "$JSON" -X PUT \
     $WEKAN_URL/api/settings -d '{ "productName": "My WeKan", "disableRegistration": true }'
says '{"productName": "My WeKan"}' curl -H "$AS_ME" $WEKAN_URL/api/settings

# Swimlanes.md, "Delete a swimlane"; the page's address is that of a card.
says '{"_id": "id"}' curl -H "$AS_ME" -H "$JSON" -X POST $WEKAN_URL/api/boards/$BOARD/swimlanes \
     -d '{ "title": "Short-lived" }'
says '{"_id": "id"}' curl -H "$AS_ME" -H "$JSON" -X DELETE \
     $WEKAN_URL/api/boards/$BOARD/swimlanes/$ID
