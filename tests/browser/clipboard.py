"""What office programs put on the clipboard, cut down to what matters, and the Markdown that it should become."""

OUTLOOK_TABLE = """<html xmlns:o="urn:schemas-microsoft-com:office:office"><head>
<style>p.MsoNormal{margin:0}</style></head><body lang=PL><!--StartFragment-->
<p class=MsoNormal><span style='color:red'>Dzień dobry,<o:p></o:p></span></p>
<p class=MsoNormal><o:p>&nbsp;</o:p></p><table class=MsoNormalTable border=0 style='border-collapse:collapse'>
<tr><td width=200 style='width:150pt;border:solid windowtext 1.0pt'><p class=MsoNormal><b>Miasto<o:p></o:p></b></p></td>
<td><p class=MsoNormal><b>Koszt | zł</b></p></td><td><p class=MsoNormal><b>Rok</b></p></td></tr>
<tr><td rowspan=2><p class=MsoNormal>Racibórz</p></td><td><p class=MsoNormal>12&nbsp;000</p></td><td>2021</td></tr>
<tr><td><p class=MsoNormal>13&nbsp;500</p></td><td>2022 <a href="https://example.org/raport">raport</a></td></tr>
<tr><td colspan=2><p class=MsoNormal>Razem</p></td><td><p class=MsoNormal>*25</p></td></tr></table>
<p class=MsoNormal>Pozdrawiam<img width=1 height=1 src="https://tracker.example/x.gif"></p><!--EndFragment--></body></html>"""
OUTLOOK_MARKDOWN = r"""Dzień dobry,

| Miasto | Koszt \| zł | Rok |
| --- | --- | --- |
| Racibórz | 12 000 | 2021 |
| Racibórz | 13 500 | 2022 [raport](https://example.org/raport) |
| Razem |  | \*25 |

Pozdrawiam"""

WORD = """<html><body><!--[if gte mso 9]><xml>x</xml><![endif]--><h1><b>Plan działań</b></h1>
<p class=MsoNormal>Tekst <b>gruby</b>, <i>pochyły</i>, nazwa_pliku_1 i <a href="file:///c:/x.doc">lokalny</a>.</p>
<p class=MsoListParagraphCxSpFirst style='text-indent:-18.0pt;mso-list:l0 level1 lfo1'><![if !supportLists]><span
style='font-family:Symbol'><span style='mso-list:Ignore'>·<span>&nbsp;&nbsp;&nbsp; </span></span>
</span><![endif]>Raz</p>
<p class=MsoListParagraphCxSpMiddle style='mso-list:l0 level2 lfo1'><span style='mso-list:Ignore'>1.<span>&nbsp;</span>
</span>Raz a</p>
<p class=MsoListParagraphCxSpMiddle style='mso-list:l0 level2 lfo1'><span style='mso-list:Ignore'>2.</span>Raz b</p>
<p class=MsoListParagraphCxSpLast style='mso-list:l0 level1 lfo1'><span style='mso-list:Ignore'>·</span>Dwa</p>
<p class=MsoQuote>Cytat z ustawy</p>
<p class=MsoNormal>Koniec<span class=MsoCommentReference><a href="#_msocom_1">[AB1]</a></span></p>
<div style='mso-element:comment-list'><p>Uwaga szefa</p></div></body></html>"""
WORD_MARKDOWN = """## Plan działań

Tekst **gruby**, *pochyły*, nazwa_pliku_1 i lokalny.

- Raz
  1. Raz a
  2. Raz b
- Dwa

> Cytat z ustawy

Koniec"""

WRITER = """<meta charset='utf-8'><b style="font-weight:normal;"><p><span style="font-weight:700">Ważne</span><span
style="font-weight:400"> i </span><span style="font-style:italic">kursywa</span></p>
<ul><li><p>a</p></li><li><p>b</p><ul><li><p>c</p></li></ul></li></ul></b>"""
LAYOUT = """<table><tr><td><table><tr><td><p>Nagłówek</p></td></tr></table></td></tr>
<tr><td><p>Treść <b>maila</b></p></td></tr></table>"""
HOSTILE = """<p><b>Dobre</b> <a href="javascript:alert(1)">złe</a><img src=x onerror="document.title='zle'">
<script>document.title='zle'</script><iframe src="javascript:document.title='zle'"></iframe></p>"""

CASES = {
    "outlook": (OUTLOOK_TABLE, OUTLOOK_MARKDOWN),
    "word": (WORD, WORD_MARKDOWN),
    "writer": (WRITER, "**Ważne** i *kursywa*\n\n- a\n- b\n  - c"),
    "link": ('<span>zob. </span><a href="https://example.org/x">stronę</a>', "zob. [stronę](https://example.org/x)"),
    "layout": (LAYOUT, "Nagłówek\n\nTreść **maila**"),
    "hostile": (HOSTILE, "**Dobre** złe"),
}


def long_table(rows: int) -> tuple[str, str]:
    """Returns a spreadsheet's table of so many rows, as HTML with its styles, and as plain text."""
    style = " class=xl65 height=20 style='height:15.0pt;width:48pt;mso-number-format:General'"
    cells = [(f"Miasto {row}", str(row * 3), "2020", f"opis {row}") for row in range(rows)]
    html = "".join("<tr>" + "".join(f"<td{style}>{cell}</td>" for cell in row) + "</tr>" for row in cells)
    return f"<table>{html}</table>", "\n".join("\t".join(row) for row in cells)
