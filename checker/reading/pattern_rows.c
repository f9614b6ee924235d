/*
 * The pattern table: what can stand around or inside an answer and is not yet notation. Rows are tried in
 * order, each over the whole text; a row's words are data, and the tests try every row's own example.
 */
#include "checker/reading/normalise.h"

#define ANSWER_EN                                                                                            \
	"(?:(?:so|thus|therefore|hence)[, ]+)?(?:i (?:think|got|get|believe)[, ]+)?(?:that )?"               \
	"(?:(?:the|my|our|final)\\s+)*(?:(?:answer|result|solution|value|ans)(?: "                           \
	"set|s|\\.)?\\s*(?:(?:is|are|"                                                                       \
	"would be)(?=[\\s:=])"                                                                               \
	"(?:\\s*[:=])?|=|:)|(?:it'?s|it is|it equals|i (?:think|got|get))(?=\\s))"
#define ANSWER_ES                                                                                            \
	"(?:(?:la|el|mi|las|los)\\s+)?(?:respuesta|resultado|soluci(?:o|\xc3\xb3)n|valor)(?:es)?"            \
	"\\s*(?:(?:es|son)(?=[\\s:=])(?:\\s*[:=])?|=|:)|(?:me da|me sale)(?=\\s)"

/* A value that stands for itself in a sentence. */
#define VALUE "[^\\s<>=,;][^<>=,;]*?"

/* What every word has: a row of words is passed over where there are only numbers. */
#define VOWELS "aeiouAEIOU"

const struct pattern_row pattern_rows[] = {
    {"reals", "\\\\mathbb\\s*\\{?\\s*R\\s*\\}?|\\\\Reals?(?![a-z])", "\\reals ", WHEN_ALWAYS, "\\",
        "x \\in \\mathbb{R}", "x \\in \\reals "},
    {"text", "\\\\(?:text|textrm|mbox|mathrm|mathit|mathbf|operatorname)\\s*\\{([^{}]*)\\}", " $1 ",
        WHEN_ALWAYS, "\\", "\\text{or}", " or "},
    {"left bar", "\\\\left\\s*\\\\?\\|", "\\lvert ", WHEN_ALWAYS, "|", "\\left|x\\right|",
        "\\lvert x\\rvert "},
    {"right bar", "\\\\right\\s*\\\\?\\|", "\\rvert ", WHEN_ALWAYS, "|", "2\\left|x\\right|",
        "2\\lvert x\\rvert "},
    {"sizes", "\\\\(?:left|right|displaystyle|[bB]igg?[lr]?)(?![a-z])", "", WHEN_ALWAYS, "\\",
        "\\left(2\\right)", "(2)"},
    {"lines",
        "(?<=[\\w)\\]}])(?<!\\bor)(?<!\\band)\\s*(?:\\\\q?quad(?![a-z])|\\r?\\n|<br "
        "?/?>)\\s*(?=[a-z][_\\d]*\\s*[=<>]|[-\\d]+\\s*$)",
        "; ", WHEN_LIST, "\n<d", "x=3\nx=-3", "x=3; x=-3"},
    {"grouping space", "(?<=\\d),\\\\!\\s*(?=\\d)", "\\grouping ", WHEN_ALWAYS, "!", "11,\\!000", "11000"},
    {"spacing", "\\\\(?:[,;:! ]|q?quad\\b)|~", " ", WHEN_ALWAYS, "\\~", "2\\,x", "2 x"},
    {"marked", "^\\s*(\\*\\*|`|__)\\s*([^*`_]+?)\\s*\\1\\s*\\.?\\s*$", "$2", WHEN_ALWAYS, "*`_", "**5**",
        "5"},
    {"answer and a blank", "^\\s*(?:(?:the|my|final)\\s+)*(?:answer|ans|solution)\\s+(?=[-+$\\d]|\\\\[(\\[])",
        "", WHEN_ALWAYS, "sS", "Answer 9", "9"},
    {"to so many digits",
        "(?<=[\\d)%])\\s+\\(?(?:(?:rounded|correct) )?(?:to )?\\d+\\s*(?:d\\.?\\s?p|s\\.?\\s?f|sig\\.? "
        "?figs?|dec(?:"
        "imal)? places?|significant (?:figures|digits))\\.?\\)?\\s*$",
        "", WHEN_ALWAYS, "dDsS", "2.81 (2 d.p.)", "2.81"},
    {"answer is", "^\\s*(?:" ANSWER_EN "|" ANSWER_ES ")\\s*(\\S.*)$", "$1", WHEN_ALWAYS, VOWELS,
        "The answer is 5", "5"},
    {"is the answer", "^(.*\\S)\\s+is (?:the|my) (?:final )?answer\\s*\\.?\\s*$", "$1", WHEN_ALWAYS, VOWELS,
        "5 is my answer", "5"},
    {"so",
        "^\\s*(?:(?:so|thus|therefore|hence|then|either|both|only|just|entonces|luego|\\\\therefore)(?:\\s*,"
        "\\s*|"
        "\\s+)|\\\\(?:implies|Rightarrow)\\s+|=>\\s*(?=[a-z]))(?=\\S)",
        "", WHEN_ALWAYS, VOWELS "=", "so x = 5", "x = 5"},
    {"only", "(?<=[\\d)])\\s+only\\s*\\.?\\s*$", "", WHEN_ALWAYS, "yY", "x = 2 only", "x = 2"},
    {"name about a value", "^\\s*[a-z]\\s*\\\\approx\\s*(?=\\S)", "", WHEN_ALWAYS, "x", "x \\approx 2.81",
        "2.81"},
    {"and its rounding",
        "^([^<>,;]*[a-z()/"
        "^][^<>,;]*?)\\s*\\\\approx\\s*-?\\d*\\.?\\d+\\s*(?:\\.\\.\\.|\\\\dots)?\\s*\\.?\\s*$",
        "$1", WHEN_ALWAYS, "x", "1/3 \\approx 0.33", "1/3"},
    {"leading equals",
        "^\\s*(?:=|\\\\approx|(?:about|approximately|approx\\.?|equals|equal "
        "to|aproximadamente|aprox\\.?)(?=\\s))"
        "\\s*(?=[^=<>\\s])",
        "", WHEN_ALWAYS, NULL, "= 5", "5"},
    {"quotes", "^\\s*[\"']+\\s*([^\"']+?)\\s*[\"']+\\s*\\.?\\s*$", "$1", WHEN_ALWAYS, "\"'", "\"5\"", "5"},
    {"dollars", "^\\s*\\$\\$?([^$]*)\\$\\$?\\s*\\.?\\s*$", "$1", WHEN_ALWAYS, "$", "$2^3$", "2^3"},
    {"display", "^\\s*\\\\[(\\[](.*)\\\\[)\\]]\\s*\\.?\\s*$", "$1", WHEN_ALWAYS, "\\", "\\(x+1\\)", "x+1"},
    {"boxed", "^\\s*\\\\(?:boxed|fbox)\\s*\\{(.*)\\}\\s*\\.?\\s*$", "$1", WHEN_ALWAYS, "\\", "\\boxed{5}",
        "5"},
    {"question mark", "(?<=[\\w)\\]}%|])\\s*\\?+\\s*$", "", WHEN_ALWAYS, "?", "1/9 ?", "1/9"},
    {"full stop", "(?<=[\\w)\\]}%|])\\s*\\.\\s*$", "", WHEN_ALWAYS, ".", "1/9.", "1/9"},
    {"braced comma", "\\{\\s*,\\s*\\}", ",", WHEN_ALWAYS, "{", "1{,}000", "1000"},
    {"raised", "<sup>\\s*(.*?)\\s*</sup>", "^($1)", WHEN_ALWAYS, "<", "10<sup>-3</sup>", "10^(-3)"},
    {"lowered", "<sub>\\s*(.*?)\\s*</sub>", "_($1)", WHEN_ALWAYS, "<", "log<sub>2</sub>8", "log_(2)8"},
    {"set builder",
        "^\\s*\\\\?\\{\\s*[a-z]\\s*(?:\\\\in\\s*(?:\\\\reals|R)\\s*)?(?:\\||:|\\\\mid(?![a-z])|\\\\vert(?![a-"
        "z]))\\s*(.*?)\\s*\\\\?\\}\\s*$",
        "$1", WHEN_LIST, "{", "{x | x > 3}", "x > 3"},
    {"real numbers besides",
        "(?:(?:,|;|\\band|\\\\land)\\s*[a-z]\\s*\\\\in\\s*(?:\\\\reals|R)\\s*$)|^\\s*[a-z]\\s*\\\\in\\s*(?:"
        "\\\\reals|R)\\s*"
        "(?:,|;|and|\\\\land|\\|)\\s*(?=\\S)",
        "", WHEN_ALWAYS, "lR", "x > 1, x \\in \\reals ", "x > 1"},
    {"named set", "^\\s*(?:(?-i:[A-Z])|domain|range)\\s*[:=]\\s*(?=[(\\[\\]{]|\\\\[{ev])", "", WHEN_LIST,
        "=:", "D = (0, 1)", "(0, 1)"},
    {"named point", "^\\s*(?-i:[A-Z])(?=\\([^()]*[,;][^()]*\\)\\s*$)", "", WHEN_LIST, "(", "P(2, 3)",
        "(2, 3)"},
    {"indexed name", "(?<![a-z\\\\])([a-z])(?:_?\\d|_\\(\\d\\)|_\\{\\d\\})\\s*=", "$1=", WHEN_LIST, "=",
        "x_1=5; x2 = -3", "x=5; x= -3"},
    /* ]a, b[ and the like: brackets that turn away. One that closes has a value right before it. */
    {"open from outside",
        "(?<![\\w)}\\]])\\](?=[^\\[\\]()]*[\\w)}]\\s*[\\[\\]])([^\\[\\]()]*[,;][^\\[\\]()]*)\\[", "($1)",
        WHEN_LIST, "]", "]2,5[", "(2,5)"},
    {"low end open from outside", "(?<![\\w)}\\]])\\]([^\\[\\]()]*[,;][^\\[\\]()]*)\\]", "($1]", WHEN_LIST,
        "]", "]2,5]", "(2,5]"},
    {"high end open from outside",
        "\\[([^\\[\\]()]*[,;][^\\[\\]()]*[\\w)}]\\s*)\\[(?=\\s*(?:$|[.,;})]|\\\\cup|u(?![a-z])|or|and))",
        "[$1)", WHEN_LIST, "[", "[2,5[", "[2,5)"},
    {"union of brackets", "(?<=[)\\]])\\s*(?:u|union)\\s*(?=[(\\[])", "\\cup ", WHEN_LIST, "uU",
        "(1,2) u (3,4)", "(1,2)\\cup (3,4)"},
    {"at least so much",
        "^\\s*(?:>=|=>|(?:at least|(?:no|not) (?:less|fewer|smaller) than)(?=\\s))\\s*(" VALUE
        ")$|^\\s*(" VALUE ")\\s+or (?:more|greater|above|higher)\\s*$",
        "[$1$2,\\infty)", WHEN_LIST, VOWELS ">", "3 or more", "[3,\\infty)"},
    {"at most so much",
        "^\\s*(?:<=|=<|(?:at most|(?:no|not) (?:more|greater|bigger) than)(?=\\s))\\s*(" VALUE
        ")$|^\\s*(" VALUE ")\\s+or (?:less|fewer|below|lower)\\s*$",
        "(-\\infty,$1$2]", WHEN_LIST, VOWELS "<", "at most 3", "(-\\infty,3]"},
    {"more than so much",
        "^\\s*(?:>|(?:(?:all )?(?:the )?(?:real )?numbers )?(?:more|greater|bigger|larger) "
        "than(?=\\s))\\s*(" VALUE ")$",
        "($1,\\infty)", WHEN_LIST, VOWELS ">", "more than 3", "(3,\\infty)"},
    {"less than so much",
        "^\\s*(?:<|(?:(?:all )?(?:the )?(?:real )?numbers )?(?:less|fewer|smaller) than(?=\\s))\\s*(" VALUE
        ")$",
        "(-\\infty,$1)", WHEN_LIST, VOWELS "<", "less than 3", "(-\\infty,3)"},
    {"and sign", "\\s*&&?\\s*", " and ", WHEN_LIST, "&", "x>2 & x<5", "x>2 and x<5"},
    {"or sign", "\\s+\\|\\|\\s+", " or ", WHEN_LIST, "|", "x<2 || x>5", "x<2 or x>5"},
    {"plus or minus words", "(?:\\+|plus|positive)\\s+(?:or|and)\\s+(?:-|minus|negative)\\s+(?=[\\d(.\\\\])",
        "\\pm ", WHEN_LIST, "oOaA", "plus or minus 3", "\\pm 3"},
    {"group at the end of a relation",
        "([<>]=?\\s*-?[1-9]\\d{0,2}),(\\d{3})(?=\\s*(?:$|or|and|\\\\[lv]or|\\\\land))", "$1$2",
        WHEN_POINT | WHEN_LIST, "<>", "x < 1,000", "x < 1000"},
    {"group at the start of a relation", "^(\\s*-?[1-9]\\d{0,2}),(\\d{3})(?=\\s*[<>])", "$1$2",
        WHEN_POINT | WHEN_LIST, "<>", "1,000 < x", "1000 < x"},
    {"all reals without",
        "^\\s*(?:[a-z]\\s*\\\\in\\s*)?(?:R|\\\\reals|\\\\mathbb\\s*\\{?R\\}?)\\s*(?:-|\\\\setminus|"
        "\\\\backslash|"
        "\\\\(?=\\\\?\\{))\\s*\\\\?\\{([^{},;]+?)\\\\?\\}\\s*$",
        "(-\\infty,$1)\\cup($1,\\infty)", WHEN_LIST, "{", "R\\{0}", "(-\\infty,0)\\cup(0,\\infty)"},
    {"all reals except",
        "^\\s*(?:all (?:the )?(?:real numbers|reals|numbers)|todos los (?:n(?:u|\xc3\xba)meros "
        ")?reales|R|\\\\reals)"
        "\\s+(?:except(?: for)?|but|other than|not equal to|salvo|excepto|menos)\\s+(?:[a-z]\\s*=\\s*)?([^ "
        ",;a-z]+)\\s*$",
        "(-\\infty,$1)\\cup($1,\\infty)", WHEN_LIST, VOWELS, "all real numbers except 0",
        "(-\\infty,0)\\cup(0,\\infty)"},
    {"times x", "(?<=[\\d)\\]}])(?:\\s*[xX]\\s*(?=[\\d(.\\\\])|\\s+[xX]\\s+(?=-[\\d(.\\\\]))", "*", WHEN_NO_X,
        "xX", "3.2 x 10^5", "3.2*10^5"},
    {"bar begins", "(?<!\\\\overbar )(\\d\\\\overbar )", "\\overline{$1", WHEN_ALWAYS, "\\", "0.16\\overbar ",
        "0.1\\overline{6}"},
    {"bar ends", "\\\\overbar (?!\\d\\\\overbar )", "}", WHEN_ALWAYS, "\\", "0.3\\overbar ",
        "0.\\overline{3}"},
    {"bar goes on", "\\\\overbar ", "", WHEN_ALWAYS, "\\", "0.1\\overbar 6\\overbar ", "0.\\overline{16}"},
    {"bar command", "\\\\(?:bar|overline|widehat|wideparen)\\s*(?:\\{\\s*(\\d+)\\s*\\}|(\\d))",
        "\\overline{$1$2}", WHEN_ALWAYS, "\\", "0.1\\bar 6", "0.1\\overline{6}"},
    {"dots over both ends",
        "(\\d)\\\\overdot (\\d*)(\\d)\\\\overdot |\\\\dot\\s*\\{(\\d)\\}(\\d*)\\\\dot\\s*\\{(\\d)\\}",
        "\\overline{$1$2$3$4$5$6}", WHEN_ALWAYS, "\\", "0.1\\overdot 23\\overdot ", "0.\\overline{123}"},
    {"dot over one digit", "(\\d)\\\\overdot |\\\\dot\\s*\\{(\\d)\\}", "\\overline{$1$2}", WHEN_ALWAYS, "\\",
        "0.\\dot{3}", "0.\\overline{3}"},
    /* What repeats must be beyond doubt: 1.4422... says nothing, 0.1666... and 0.33... do. */
    {"repeating dots",
        "(?<=\\d)([.,])(?:(\\d*?)(\\d+?)\\3\\3+|(\\d{0,1}?)(\\d+?)\\5)\\s*(?:\\.\\.\\.|\\\\[lc]?dots)",
        "$1$2$4\\overline{$3$5}", WHEN_ALWAYS, ".\\", "0.1666...", "0.1\\overline{6}"},
    {"repeating word",
        "(?<=\\d)([.,])(\\d)\\2*\\s+(?:repeating|recurring|repeated|peri(?:o|\xc3\xb3)dico)(?![a-z])",
        "$1\\overline{$2}", WHEN_ALWAYS, VOWELS, "0.333 repeating", "0.\\overline{3}"},
    /* Two arguments, where the second could be a group of digits but is no group of zeros: log(2,100). */
    {"arguments of a root", "root\\s*\\((?:[^(),;]|\\([^()]*\\))*\\d\\K,(?=\\d+\\s*\\))", ";", WHEN_ALWAYS,
        ",", "root(2,100)", "root(2;100)"},
    {"arguments of a log", "log\\s*\\((?:[^(),;]|\\([^()]*\\))*\\d\\K,(?=[1-9]\\d{2}\\s*\\))", ";",
        WHEN_POINT, ",", "log(2,100)", "log(2;100)"},
    {"blank before an exponent", "(?<=\\d)\\s*(e)\\s*(?=\\d)|(?<=\\d)\\s+(e)(?=[-+]\\d)", "$1$2", WHEN_ALWAYS,
        "eE", "1 e-3", "1e-3"},
    {"grouped by comma",
        "(?:(?<![\\d.,])[1-9]\\d{0,2}(?=(?:,\\d{3})+(?!\\d|,\\d))|\\G(?!^))\\K,(\\d{3})(?!\\d)", "$1",
        WHEN_POINT | WHEN_NOT_LIST, ",", "12,345,678.9", "12345678.9"},
    {"grouped by blank",
        "(?:(?<![\\d.,^_])[1-9]\\d{0,2}(?=(?: \\d{3})+(?!\\d| \\d|\\s*/))|\\G(?!^))\\K (\\d{3})(?!\\d)", "$1",
        WHEN_ALWAYS, " ", "1 000 000", "1000000"},
    {"grouped by point",
        "(?:(?<![\\d.,])[1-9]\\d{0,2}(?=(?:\\.\\d{3})+(?!\\d|\\.))|\\G(?!^))\\K\\.(\\d{3})(?!\\d)", "$1",
        WHEN_COMMA, ".", "1.000.000,5", "1000000.5"},
    {"grouped by the Arabic sign", "(?<=\\d)\\\\grouping (?=\\d{3}(?!\\d))", "", WHEN_ALWAYS, "\\",
        "1\\grouping 000", "1000"},
    {"point for comma", "(?<=\\d)\\.(?=\\d)", "\\point ", WHEN_COMMA, ".", "1.5", "1\\point 5"},
    {"decimal comma", "(?<=\\d),(?=[\\d(]|\\\\overline)|(?<![\\d\\w)]),(?=\\d)", ".", WHEN_COMMA, ",", "0,5",
        "0.5"},
    {"decimal of the Arabic sign", "(?<=\\d)\\\\decimal (?=\\d)", ".", WHEN_ALWAYS, "\\", "3\\decimal 5",
        "3.5"},
    {"ratio", "(?<=\\d)(?:\\s*:\\s*|\\s+to\\s+)(?=[\\d-])", "/", WHEN_RATIO, ": ", "3:4", "3/4"},
    {"listed or", ",\\s*(?:or|and)\\s+", ", ", WHEN_ALWAYS, ",", "1, 2, or 3", "1, 2, 3"},
    {"Spanish or", "\\s+[ou]\\s+", " or ", WHEN_SPANISH, VOWELS, "x=5 o x=-3", "x=5 or x=-3"},
    {"Spanish and", "(?<=[\\d)}])\\s+y\\s+(?=[-+\\d(\\\\]|[a-z]\\s*[=<>])", " and ", WHEN_SPANISH | WHEN_NO_Y,
        " ", "5 y -3", "5 and -3"},
    {"and a fraction", "(?<![\\d.,/^])(\\d+)\\s+(?:and|y)\\s+(?=\\d+/\\d+(?![\\d.]))", "$1 ", WHEN_NOT_LIST,
        " ", "2 and 1/2", "2 1/2"},
    {"percent", "(?<=[\\d)}$])\\s*(?:percent|per cent|pct\\.?|por ciento)(?![a-z])", "%", WHEN_ALWAYS, "pP",
        "28 percent", "28%"},
    {"log base",
        "(?<![a-z\\\\])(?:the )?log(?:arithm)?,?\\s+(?:to (?:the )?)?base\\s+([^\\s(),]+)\\s+(?:of\\s+)?",
        "\\log_{$1} ", WHEN_ALWAYS, "bB", "log base 2 of 8", "\\log_{2} 8"},
    {"is equal to", "^\\s*([a-z])\\s+(?:is equal to|equals|is|es igual a|es|vale)\\s+(?=[-+.\\d(\\\\])",
        "$1 = ", WHEN_ALWAYS, VOWELS, "x is 5", "x = 5"},
    {"at least",
        "\\s+(?:is\\s+)?(?:(?:greater|more|bigger) than or equal to|at least)\\s+|\\s+(?:es )?mayor o igual "
        "(?:que|a)\\s+",
        " >= ", WHEN_LIST, VOWELS, "x is at least 3", "x >= 3"},
    {"at most",
        "\\s+(?:is\\s+)?(?:(?:less|smaller) than or equal to|at most)\\s+|\\s+(?:es )?menor o igual "
        "(?:que|a)\\s+",
        " <= ", WHEN_LIST, VOWELS, "x is less than or equal to 3", "x <= 3"},
    {"greater than", "\\s+(?:is\\s+)?(?:greater|more|bigger) than\\s+|\\s+(?:es )?mayor que\\s+", " > ",
        WHEN_LIST, VOWELS, "x is greater than 3", "x > 3"},
    {"less than", "\\s+(?:is\\s+)?(?:less|smaller) than\\s+|\\s+(?:es )?menor que\\s+", " < ", WHEN_LIST,
        VOWELS, "x is less than 3", "x < 3"},
    {"minus word", "(?<![a-z\\\\])(?:negative|neg\\.?|minus|menos)\\s+(?=[\\d(.\\\\])", "-", WHEN_ALWAYS,
        VOWELS, "negative 5", "-5"},
    {"plus word", "(?<=[\\w)])\\s+(?:plus|m(?:a|\xc3\xa1)s)\\s+", " + ", WHEN_ALWAYS, VOWELS, "2 plus 3",
        "2 + 3"},
    {"times word", "(?<=[\\w)])\\s+(?:times|multiplied by|por)\\s+", "*", WHEN_ALWAYS, VOWELS, "2 times 3",
        "2*3"},
    {"divided by", "(?<=[\\w)])\\s+(?:divided by|over|dividido (?:por|entre)|entre|sobre)\\s+", "/",
        WHEN_ALWAYS, VOWELS, "5 over 8", "5/8"},
    {"squared", "(?<=[\\w)])\\s+(?:squared|al cuadrado)(?![a-z])", "^2", WHEN_ALWAYS, VOWELS, "5 squared",
        "5^2"},
    {"cubed", "(?<=[\\w)])\\s+(?:cubed|al cubo)(?![a-z])", "^3", WHEN_ALWAYS, VOWELS, "5 cubed", "5^3"},
    {"to the power", "(?<=[\\w)])\\s+(?:(?:raised )?to the power(?: of)?|elevado a(?: la)?)\\s+", "^",
        WHEN_ALWAYS, VOWELS, "2 to the power of 3", "2^3"},
    {"to the nth",
        "(?<=[\\w)])\\s+(?:raised )?to the\\s+(-?\\d+(?:/\\d+)?|[a-z])(?:st|nd|rd|th)?(?:\\s+power)?(?!\\w)",
        "^($1)", WHEN_ALWAYS, "hH", "x to the 5th", "x^(5)"},
    {"nth root of", "(?:the )?(\\d+)(?:st|nd|rd|th) root of\\s+", "\\sqrt[$1]", WHEN_ALWAYS, "fF",
        "4th root of 16", "\\sqrt[4]16"},
    {"fourth root of", "(?:the )?fourth root of\\s+", "\\sqrt[4]", WHEN_ALWAYS, "fF", "fourth root of 16",
        "\\sqrt[4]16"},
    {"root word", "(?<=\\d)\\s+root\\s+(?=\\d)", "\\sqrt ", WHEN_ALWAYS, "rR", "5 root 2", "5\\sqrt 2"},
    {"square root of", "(?:the )?square root of\\s+|(?:la )?ra(?:i|\xc3\xad)z cuadrada de\\s+", "\\sqrt ",
        WHEN_ALWAYS, VOWELS, "2 square root of 3", "2 \\sqrt 3"},
    {"cube root of", "(?:the )?cube root of\\s+|(?:la )?ra(?:i|\xc3\xad)z c(?:u|\xc3\xba)bica de\\s+",
        "\\sqrt[3]", WHEN_ALWAYS, VOWELS, "cube root of 8", "\\sqrt[3]8"},
};
const size_t pattern_row_count = sizeof pattern_rows / sizeof pattern_rows[0];
