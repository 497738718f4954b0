"""After the tests: every test class must have run, and whatever was left out is listed with its reason.

A class that surefire does not find by its name, or a module without a report, would pass without having run. So would a long form that the
sweep leaves out: it runs nowhere else.
"""

import pathlib
import re
import sys
import xml.etree.ElementTree as xml

TEST = re.compile(r"^\s*@(Test|TestFactory|TestTemplate|ParameterizedTest|RepeatedTest)\b", re.MULTILINE)
LONG = "which the sweep plays"
BASE = re.compile(r"^(public )?(abstract class|interface) ", re.MULTILINE)

root = pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else ".")
ran, total, left_out, forgotten = {}, 0, [], []
for report in root.glob("*/target/surefire-reports/TEST-*.xml"):
    suite = xml.parse(report).getroot()
    name = suite.get("name").split("$")[0]
    module = report.parts[-4]
    ran[module, name] = ran.get((module, name), 0) + int(suite.get("tests"))
    total += int(suite.get("tests"))
    sweep = any(p.get("name") == "quorate.sweep" and p.get("value") == "true" for p in suite.iter("property"))
    for case in suite.iter("testcase"):
        for skipped in case.iter("skipped"):
            reason = (skipped.get("message") or skipped.text or "no reason given").strip().splitlines()[0]
            left_out.append((reason, "%s.%s" % (case.get("classname").rsplit(".", 1)[-1], case.get("name"))))
            if sweep and LONG in reason:
                forgotten.append(left_out[-1][1])

missing = []
for source in root.glob("*/src/test/java/**/*.java"):
    text = source.read_text(encoding="utf-8")
    if not TEST.search(text) or BASE.search(text):
        continue
    module = source.relative_to(root).parts[0]
    name = ".".join(source.relative_to(root / module / "src/test/java").with_suffix("").parts)
    if ran.get((module, name), 0) == 0:
        missing.append("%s: %s" % (module, name))

for reason in sorted({reason for reason, _ in left_out}):
    names = sorted(name for why, name in left_out if why == reason)
    print("left out (%d): %s: %s" % (len(names), reason, ", ".join(names)))
print("%d tests, %d left out" % (total, len(left_out)))
if forgotten:
    print("the sweep left these long forms out:\n  " + "\n  ".join(sorted(forgotten)), file=sys.stderr)
    sys.exit(1)
if missing or total == 0:
    print("no test of these classes ran:\n  " + "\n  ".join(sorted(missing)), file=sys.stderr)
    sys.exit(1)
