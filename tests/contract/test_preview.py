"""A preview page holds what an author wants to see, whole and escaped, and asks the network for nothing."""
import html.parser
import os
import pathlib
import subprocess
import tempfile
import unittest

FAMILY = """
family: hostile
title: "<script>alert('title')</script>"
skill: negexp-evaluate
parameters: {b: 2..12, n: 2..4, w: [{en: "<b>&amp;</b>", es: "x"}]}
ask: b^(-n)
prompt: {en: 'Evaluate {ask} for "{w}" <img src="https://example.org/x.png" onerror=alert(1)>.', es: "Calcula."}
answer: {form: lowest-terms}
misconceptions: {negexp-sign-ignored: b^n}
"""


class Page(html.parser.HTMLParser):
    """Which elements the page has, and what they say."""

    def __init__(self, text):
        super().__init__()
        self.elements, self.open, self.words, self.addresses = [], [], [], []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag, attributes):
        self.elements.append(tag)
        self.addresses += [value for name, value in attributes if name in ("src", "href")]

    def handle_data(self, data):
        self.words.append(data)


class Preview(unittest.TestCase):
    def page(self, *options, katex=False):
        with tempfile.TemporaryDirectory() as folder:
            family, out = pathlib.Path(folder, "hostile.yaml"), pathlib.Path(folder, "page.html")
            family.write_text(FAMILY)
            if katex:
                dist = pathlib.Path(folder, "katex", "dist")
                (dist / "fonts").mkdir(parents=True)
                (dist / "katex.min.js").write_text("var katex={renderToString:s=>s};")
                (dist / "katex.min.css").write_text(
                    "@font-face{src:url(fonts/A.woff2) format('woff2'),url(fonts/A.ttf) format('truetype')}.k{top:0}")
                (dist / "fonts" / "A.woff2").write_bytes(b"font")
            run = subprocess.run([os.environ["MASTERYD"], "preview", str(family), "--html", str(out), *options],
                                 capture_output=True, text=True, check=False, timeout=60)
            self.assertEqual(run.returncode, 0, run.stderr)
            return out.read_text()

    def test_content_is_escaped_and_all_there(self):
        text = self.page("--count", "7")
        page = Page(text)
        words = "".join(page.words)
        self.assertNotIn("script", page.elements)
        self.assertNotIn("img", page.elements)
        self.assertEqual(page.addresses, [])
        self.assertEqual(page.elements.count("h1"), 1)
        self.assertIn("<script>alert('title')</script>", words)
        self.assertIn('"<b>&amp;</b>"', words)
        self.assertEqual(page.elements.count("tr"), 1 + 7)
        self.assertIn("svg", page.elements)
        self.assertIn("negexp-sign-ignored", words)
        self.assertIn("ol", page.elements)  # the steps of a solution

    def test_katex_beside_the_page_lies_in_it_with_its_fonts(self):
        text = self.page(katex=True)
        self.assertIn("var katex=", text)
        self.assertIn("url(data:font/woff2;base64,Zm9udA==)", text)
        self.assertNotIn("fonts/A", text)
        self.assertIn(".k{top:0}", text)

    def test_a_family_that_is_not_there_is_named(self):
        run = subprocess.run([os.environ["MASTERYD"], "preview", "nothing", "--html", "/dev/null"],
                             capture_output=True, text=True, check=False, timeout=60)
        self.assertEqual(run.returncode, 2)
        self.assertIn("there is no family `nothing`", run.stderr)


if __name__ == "__main__":
    unittest.main()
