"""The page in one piece: what it can be joined of, and each fault that would break it in a browser."""

import shutil
import subprocess

import pytest

from nuzuh.outputs.page_bundle import BundleError, joined_modules, joined_styles, page_files, page_script, page_style

IMPORT = 'import { a } from "./a.js";\n'


@pytest.mark.parametrize(
    ("sources", "said"),
    [
        ({"viewer": IMPORT}, "viewer imports a.js, which is not there"),
        ({"viewer": IMPORT, "a": "const a = 1;"}, "viewer.js imports a, which a.js does not export"),
        ({"viewer": IMPORT, "a": "export const a = 1;\nconst b = 2;", "b": ""} | {"viewer": IMPORT + "let b;"}, "'b' stands"),
        ({"viewer": IMPORT, "a": 'import { v } from "./viewer.js";\nexport const a = 1;'}, "a circle"),
        ({"viewer": 'import * as all from "./a.js";', "a": ""}, "viewer.js:1: write import"),
        ({"viewer": 'import {\n  a } from "./a.js";', "a": ""}, "viewer.js:1: write import"),
        ({"viewer": "export default 1;"}, "viewer.js:1: export a function"),
        ({"viewer": 'export { a } from "./a.js";'}, "viewer.js:1: export a function"),
        ({"viewer": "const { a } = b;"}, "viewer.js:1: no pattern"),
        ({"viewer": "const a = '</script>';"}, "viewer.js:1: </script"),
        ({"viewer": "const a = `two\n  lines`;"}, "viewer.js:1: a text between"),
    ],
)  # fmt: skip
def test_what_cannot_be_joined_is_said(sources, said):
    with pytest.raises(BundleError, match="the page cannot be put together") as caught:
        joined_modules(sources)
    assert said in str(caught.value)


def test_a_module_stands_after_those_that_it_needs_and_only_once():
    sources = {
        "viewer": 'import { b } from "./b.js";\nimport { a } from "./a.js";\nb(a);',
        "b": 'import { a } from "./a.js";\n// a remark\nexport function b() {\n  return a;\n}\n',
        "a": "/** One. */\nexport const a = 1; // kept\n",
    }
    expected = "const a = 1; // kept\nfunction b() {\nreturn a;\n}\nb(a);"
    assert joined_modules(sources) == expected


@pytest.mark.parametrize(
    "text", ["a { background: url(https://x.y/z.png) }", "@import 'x.css';", "a { src: url(font.woff) }", "</style>"]
)
def test_a_style_sheet_asks_for_nothing_from_elsewhere(text):
    with pytest.raises(BundleError, match=r"a\.css asks for something from elsewhere"):
        joined_styles({"a": text})


def test_style_sheets_are_joined_by_name_without_remarks():
    assert joined_styles({"b": "b { c: d }\n", "a": "/* x */\n  a { c: url(data:image/png;base64,AA) }"}) == (
        "a { c: url(data:image/png;base64,AA) }\nb { c: d }"
    )


def test_the_page_of_this_version_can_be_joined():
    script = page_script()
    assert "import {" not in script
    assert "\nexport " not in script
    assert page_style()
    assert "viewer" in page_files(".html")


def test_the_joined_script_is_javascript(tmp_path):
    node = shutil.which("node")
    if node is None:
        pytest.skip("no node")
    path = tmp_path / "page.mjs"
    path.write_text(page_script(), encoding="utf-8")
    done = subprocess.run([node, "--check", str(path)], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
