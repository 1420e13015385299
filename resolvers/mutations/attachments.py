"""Attachments, and the pictures among them."""

from dataclasses import replace

import strawberry

from domain import attachments, backgrounds, file_links
from domain.file_names import require_harmless
from resolvers.asking import Asked, by_id, context_of, payload
from resolvers.roots import mutation
from schema import attachments as types
from schema import covers


@strawberry.type
class AttachmentMutations:
    @mutation("Attaches a file to a card.")
    async def upload_attachment(
        self, info: Asked, input: types.UploadAttachmentInput
    ) -> types.UploadAttachmentPayload:
        file = replace(input.file, name=input.name or input.file.name)
        made = await attachments.add(context_of(info), input.card_id, file)
        return payload(types.UploadAttachmentPayload, attachment=by_id(made.id))

    @mutation("A signed link that takes one file for a card.")
    async def create_attachment_upload(
        self, info: Asked, input: types.CreateAttachmentUploadInput
    ) -> types.CreateAttachmentUploadPayload:
        ctx = context_of(info)
        require_harmless("input.name", input.name)
        made = await attachments.upload_link(ctx, input.card_id, input.name, input.type)
        return payload(
            types.CreateAttachmentUploadPayload,
            url=made.link.url,
            expires_at=made.link.expires,
            attachment_id=made.file_id,
        )

    @mutation("A signed link that gives the bytes of an attachment.")
    async def create_attachment_download(
        self, info: Asked, input: types.CreateAttachmentDownloadInput
    ) -> types.CreateAttachmentDownloadPayload:
        ctx = context_of(info)
        await attachments.require(ctx, input.id)
        link = await file_links.signed(ctx, file_links.DOWNLOAD, {"file": input.id})
        return payload(types.CreateAttachmentDownloadPayload, url=link.url, expires_at=link.expires)

    @mutation("Copies an attachment to a card, on any board.")
    async def copy_attachment(
        self, info: Asked, input: types.CopyAttachmentInput
    ) -> types.CopyAttachmentPayload:
        made = await attachments.copy(context_of(info), input.id, input.card_id)
        return payload(types.CopyAttachmentPayload, attachment=by_id(made.id))

    @mutation("Moves an attachment to another card, on any board.")
    async def move_attachment(
        self, info: Asked, input: types.MoveAttachmentInput
    ) -> types.MoveAttachmentPayload:
        moved = await attachments.move(context_of(info), input.id, input.card_id)
        return payload(types.MoveAttachmentPayload, attachment=by_id(moved.id))

    @mutation("Gives an attachment another name.")
    async def rename_attachment(
        self, info: Asked, input: types.RenameAttachmentInput
    ) -> types.RenameAttachmentPayload:
        renamed = await attachments.rename(context_of(info), input.id, input.name)
        return payload(types.RenameAttachmentPayload, attachment=by_id(renamed.id))

    @mutation("Deletes an attachment and its bytes, for good.")
    async def delete_attachment(
        self, info: Asked, input: types.DeleteAttachmentInput
    ) -> types.DeleteAttachmentPayload:
        await attachments.delete(context_of(info), input.id)
        return payload(types.DeleteAttachmentPayload, deleted_attachment_id=input.id)

    @mutation("Shows a picture that is attached to a card in front of it, or none.")
    async def set_cover(self, info: Asked, input: covers.SetCoverInput) -> covers.SetCoverPayload:
        card = await attachments.set_cover(context_of(info), input.card_id, input.attachment_id)
        return payload(covers.SetCoverPayload, card=by_id(card.id))

    @mutation("Shows a picture behind a board. For board admins.")
    async def set_board_background(
        self, info: Asked, input: covers.SetBoardBackgroundInput
    ) -> covers.SetBoardBackgroundPayload:
        made = await backgrounds.set_picture(context_of(info), input.board_id, input.file)
        return payload(
            covers.SetBoardBackgroundPayload,
            board=by_id(input.board_id),
            attachment=by_id(made.id),
        )

    @mutation("Takes the picture behind a board away, for good. For board admins.")
    async def remove_board_background(
        self, info: Asked, input: covers.RemoveBoardBackgroundInput
    ) -> covers.RemoveBoardBackgroundPayload:
        await backgrounds.remove_picture(context_of(info), input.board_id)
        return payload(covers.RemoveBoardBackgroundPayload, board=by_id(input.board_id))
