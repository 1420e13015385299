import tests.api.test_rest_matrix as m
mine=[r for r in m.ROUTES if "/checklists" in r.path or "/comments" in r.path]
m.ROUTES=mine; m.WITH_BODY=[r for r in mine if r.method in("POST","PUT")]; m.UNDER_API=mine; m.OF_BOARDS=mine
from tests.api.test_rest_matrix import *
