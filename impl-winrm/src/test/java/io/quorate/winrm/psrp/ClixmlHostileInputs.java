package io.quorate.winrm.psrp;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Feeds the reader with seeded hostile input; runs in a process of its own with a small heap. Every input is either read - then what was
 * read can be written, and read and written again to the same text - or refused with a {@link ClixmlException}; anything else ends the
 * process with status 1 and names the seed and the number of the input.
 */
final class ClixmlHostileInputs {
    private static final String[] TAGS = {
        "Obj",
        "Ref",
        "Nil",
        "TN",
        "T",
        "TNRef",
        "ToString",
        "Props",
        "MS",
        "LST",
        "STK",
        "QUE",
        "IE",
        "DCT",
        "En",
        "PR",
        "S",
        "C",
        "B",
        "DT",
        "TS",
        "By",
        "SB",
        "U16",
        "I16",
        "U32",
        "I32",
        "U64",
        "I64",
        "Sg",
        "Db",
        "D",
        "BA",
        "G",
        "URI",
        "Version",
        "XD",
        "SBK",
        "SS",
        "Objs",
        "X"
    };
    private static final String[] ODD_TEXTS = {
        "",
        " ",
        "-",
        "+",
        ".",
        "-.",
        "1.",
        ".5",
        "1e",
        "1e999999999",
        "1E-999999999",
        "0x10",
        "1f",
        "NaN",
        "INF",
        "-INF",
        "-0",
        "+1",
        "\u0661\u0662",
        "99999999999999999999",
        "-9223372036854775809",
        "18446744073709551616",
        "1,5",
        "true",
        "TRUE",
        "P",
        "PT",
        "-P",
        "P1",
        "PT1.S",
        "P99999999999D",
        "PT99999999999999999999S",
        "P2147483647Y",
        "-P2147483647Y2147483647M2147483647D",
        "0000-00-00T00:00:00",
        "9999-12-31T23:59:59.99999999",
        "2026-02-30T00:00:00",
        "2026-01-01T00:00:00+99:99",
        "2026-01-01T00:00:00Zx",
        "====",
        "AAAA=",
        "A",
        "{}",
        "1.2.3.4.5",
        "1..2",
        "999999999999.1",
        "_x",
        "_x0000_",
        "_xFFFFFFFF_",
        "_x0010FFFF_",
        "&#xFFFE;",
        "&#0;",
        "&#x110000;",
        "&lt;",
        "&amp;",
        "&undefined;",
        "<![CDATA[x]]>",
        "<!-- c -->",
        "<?p i?>",
        "]]>",
        "-79228162514264337593543950336",
        "1E5"
    };
    private static final String[] NESTS = {
        "<Obj>",
        "<Obj><LST>",
        "<Obj><MS><Obj N=\"a\">",
        "<Obj RefId=\"0\"><Props><Obj N=\"a\" RefId=\"1\">",
        "<Obj><DCT><En>",
        "<MS>",
        "<LST>",
        "<Obj><MS><MS N=\"a\"><MS N=\"b\">",
        "<Obj><DCT><En><S N=\"Key\">k</S><Obj N=\"Value\">",
        "<PR>"
    };
    private static final String[] BOMBS = {
        "<!DOCTYPE S [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;\"><!ENTITY c \"&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;\">"
                + "<!ENTITY d \"&c;&c;&c;&c;&c;&c;&c;&c;&c;&c;\"><!ENTITY e \"&d;&d;&d;&d;&d;&d;&d;&d;&d;&d;\">"
                + "<!ENTITY f \"&e;&e;&e;&e;&e;&e;&e;&e;&e;&e;\"><!ENTITY g \"&f;&f;&f;&f;&f;&f;&f;&f;&f;&f;\">]><S>&g;&g;&g;&g;</S>",
        "<!DOCTYPE S SYSTEM \"file:///etc/passwd\"><S>x</S>",
        "<!DOCTYPE S [<!ENTITY x SYSTEM \"file:///etc/passwd\">]><S>&x;</S>",
        "<!DOCTYPE S [<!ENTITY % p SYSTEM \"http://127.0.0.1:1/x\"> %p;]><S>x</S>",
        "<!DOCTYPE S [<!ATTLIST S N CDATA \"d\">]><S/>",
        "<!DOCTYPE Obj><Obj/>",
        "<?xml version=\"1.1\"?><S>&#x1;</S>",
        "<?xml version=\"1.0\" encoding=\"UTF-16\"?><S>x</S>",
        "<?xml version=\"1.0\" encoding=\"no-such\"?><S>x</S>",
        "<?xml version=\"1.0\" standalone=\"maybe\"?><S>x</S>",
        "<a:Obj xmlns:a=\"http://schemas.microsoft.com/powershell/2004/04\"/>",
        "<S xmlns=\"urn:x\"/>",
        "<S/><S/>",
        "<S/>x",
        "x<S/>",
        ""
    };

    private static final String MARKUP = "<>&/\"'=_ x0;#!-[]";

    private final SplittableRandom random;
    private final List<String> recorded;
    private final ClixmlLimits small = new ClixmlLimits(100_000, 20, 1000);
    private int accepted;
    private int refused;

    private ClixmlHostileInputs(long seed, List<String> recorded) {
        this.random = new SplittableRandom(seed);
        this.recorded = recorded;
    }

    /** Arguments: seed, number of inputs, file with one recorded document a line. */
    public static void main(String[] args) throws IOException {
        long seed = Long.parseLong(args[0]);
        int count = Integer.parseInt(args[1]);
        ClixmlHostileInputs inputs = new ClixmlHostileInputs(seed, Files.readAllLines(Path.of(args[2])));
        for (int i = 0; i < count; i++) {
            byte[] input = inputs.next(i);
            try {
                inputs.feed(input, i);
            } catch (Throwable e) {
                System.out.println("seed " + seed + ", input " + i + " of " + input.length + " bytes: " + e);
                e.printStackTrace(System.out);
                System.out.println(shown(new String(input, StandardCharsets.ISO_8859_1)));
                System.exit(1);
            }
        }
        System.out.println("seed " + seed + ": " + count + " inputs, " + inputs.accepted + " read, " + inputs.refused
                + " refused");
    }

    private void feed(byte[] input, int number) {
        PsValue value;
        try {
            value = number % 4 == 0
                    ? Clixml.read(new String(input, StandardCharsets.UTF_8))
                    : Clixml.read(input, number % 7 == 0 ? small : ClixmlLimits.DEFAULT);
        } catch (ClixmlException e) {
            refused++;
            readAsDocument(input);
            return;
        }
        accepted++;
        if (input.length < 200_000) {
            String written = Clixml.write(value);
            String again = Clixml.write(Clixml.read(written));
            if (!again.equals(written)) {
                throw new AssertionError(
                        "written differently the second time: " + shown(written) + " and " + shown(again));
            }
        }
    }

    private static String shown(String text) {
        return text.substring(0, Math.min(text.length(), 1000));
    }

    private static void readAsDocument(byte[] input) {
        if (input.length < 100_000) {
            try {
                Clixml.readDocument(input, ClixmlLimits.DEFAULT);
            } catch (ClixmlException expected) {
                // As good an answer as a list.
            }
        }
    }

    private byte[] next(int number) {
        if (number % 1000 == 999) {
            return huge(number / 1000).getBytes(StandardCharsets.UTF_8);
        }
        return switch (random.nextInt(12)) {
            case 0 -> truncated(pick(recorded));
            case 1 -> utf8(retagged(pick(recorded)));
            case 2 -> utf8(rereferenced(pick(recorded)));
            case 3 -> utf8(nested());
            case 4 -> utf8(oddText());
            case 5 -> utf8(generated());
            case 6 -> utf8(bomb());
            case 7 -> utf8(shared());
            default -> mutated(pick(recorded));
        };
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private String pick(List<String> from) {
        return from.get(random.nextInt(from.size()));
    }

    private String pick(String[] from) {
        return from[random.nextInt(from.length)];
    }

    private byte[] truncated(String document) {
        byte[] bytes = utf8(document);
        return Arrays.copyOf(bytes, random.nextInt(bytes.length + 1));
    }

    /** Overwrites, deletes, repeats and moves bytes. */
    private byte[] mutated(String document) {
        byte[] bytes = utf8(document);
        int times = 1 + random.nextInt(4);
        for (int i = 0; i < times && bytes.length > 0; i++) {
            int at = random.nextInt(bytes.length);
            int end = Math.min(bytes.length, at + 1 + random.nextInt(40));
            byte[] range = Arrays.copyOfRange(bytes, at, end);
            switch (random.nextInt(5)) {
                case 0 -> bytes[at] = (byte) random.nextInt(256);
                case 1 -> bytes[at] = (byte) MARKUP.charAt(random.nextInt(MARKUP.length()));
                case 2 -> bytes = replaced(bytes, at, end, new byte[0]);
                case 3 -> bytes = replaced(bytes, at, at, range);
                default -> {
                    int target = random.nextInt(bytes.length);
                    bytes = replaced(bytes, target, target, range);
                }
            }
        }
        return bytes;
    }

    private static byte[] replaced(byte[] bytes, int from, int to, byte[] by) {
        byte[] all = new byte[bytes.length - (to - from) + by.length];
        System.arraycopy(bytes, 0, all, 0, from);
        System.arraycopy(by, 0, all, from, by.length);
        System.arraycopy(bytes, to, all, from + by.length, bytes.length - to);
        return all;
    }

    private String retagged(String document) {
        String from = pick(TAGS);
        String to = pick(TAGS);
        return document.replace("<" + from + " ", "<" + to + " ")
                .replace("<" + from + ">", "<" + to + ">")
                .replace("</" + from + ">", "</" + to + ">");
    }

    private String rereferenced(String document) {
        String id = "RefId=\"" + random.nextInt(6) + "\"";
        String other = "RefId=\"" + (random.nextInt(20) == 0 ? "x" : random.nextInt(6)) + "\"";
        return random.nextBoolean()
                ? document.replace(id, other)
                : document.replaceFirst("<S N=\"([^\"]*)\">[^<]*</S>", "<Ref N=\"$1\" " + other + " />");
    }

    private String nested() {
        String open = pick(NESTS);
        int depth = random.nextInt(50) == 0 ? 20_000 : random.nextInt(250);
        StringBuilder text = new StringBuilder(open.repeat(depth));
        if (random.nextBoolean()) {
            String[] tags = open.split("[<>]+");
            String close = "";
            for (String tag : tags) {
                String name = tag.split(" ")[0];
                if (!name.isEmpty() && !name.startsWith("/") && !name.equals("k") && !tag.equals("S N=\"Key\"")) {
                    close = "</" + name + ">" + close;
                }
            }
            text.append(close.repeat(depth));
        }
        return text.toString();
    }

    private String oddText() {
        String tag = TAGS[16 + random.nextInt(TAGS.length - 16)];
        String text = pick(ODD_TEXTS);
        return switch (random.nextInt(4)) {
            case 0 -> "<" + tag + ">" + text.repeat(random.nextInt(2000)) + "</" + tag + ">";
            case 1 -> "<" + tag + ">" + "9".repeat(random.nextInt(20_000)) + text + "</" + tag + ">";
            case 2 ->
                "<Obj><MS><" + tag + " N=\"" + text.replace("<", "&lt;") + "\">" + text + "</" + tag + "></MS></Obj>";
            default -> "<" + tag + ">" + text + "</" + tag + ">";
        };
    }

    private String generated() {
        StringBuilder out = new StringBuilder();
        generate(out, 0);
        return out.toString();
    }

    private void generate(StringBuilder out, int depth) {
        // Mostly what can hold something, or the document would end at once.
        String tag = random.nextInt(3) == 0 ? pick(TAGS) : TAGS[random.nextInt(17)];
        out.append('<').append(tag);
        if (random.nextInt(3) != 0) {
            out.append(" N=\"")
                    .append(random.nextBoolean() ? "Key" : random.nextBoolean() ? "Value" : pick(TAGS))
                    .append('"');
        }
        if (random.nextBoolean()) {
            out.append(" RefId=\"").append(random.nextInt(4)).append('"');
        }
        out.append('>');
        int children = depth > 8 || out.length() > 4000 ? 0 : random.nextInt(4);
        for (int i = 0; i < children; i++) {
            generate(out, depth + 1);
        }
        if (children == 0 && random.nextBoolean()) {
            out.append(random.nextInt(10));
        }
        out.append("</").append(tag).append('>');
    }

    private String bomb() {
        String bomb = pick(BOMBS);
        return random.nextBoolean() ? bomb : bomb.replace("S", pick(TAGS));
    }

    /** Small elements that become large objects. */
    private String shared() {
        int names = random.nextInt(100);
        int objects = random.nextInt(300);
        return "<Obj><TN RefId=\"0\">" + "<T>n</T>".repeat(names) + "</TN><LST>"
                + "<Obj><TNRef RefId=\"0\"/></Obj>".repeat(objects) + "</LST></Obj>";
    }

    /** The few inputs that come near or go over the limits. */
    private String huge(int number) {
        return switch (number % 12) {
            case 0 -> "<Obj><LST>" + "<Nil/>".repeat(1_000_000) + "</LST></Obj>";
            case 1 -> "<Obj><LST>" + "<Obj/>".repeat(1_000_000) + "</LST></Obj>";
            case 2 ->
                "<Obj><TN RefId=\"0\">" + "<T>n</T>".repeat(50_000) + "</TN><LST>"
                        + "<Obj><TNRef RefId=\"0\"/></Obj>".repeat(50_000) + "</LST></Obj>";
            case 3 -> "<S>" + "x".repeat(8_000_000) + "</S>";
            case 4 -> "<I32>" + "1".repeat(5_000_000) + "</I32>";
            case 5 -> "<Obj><LST>".repeat(400_000);
            case 6 -> "<BA>" + "AAAA".repeat(1_500_000) + "</BA>";
            case 7 -> "<S>" + "x".repeat(11 * 1024 * 1024) + "</S>";
            case 8 -> "<S>" + "&#xFFFE;".repeat(500_000) + "</S>";
            case 9 -> "<Obj><MS>" + "<Obj N=\"\" RefId=\"1\"/>".repeat(400_000) + "</MS></Obj>";
            case 10 -> "<S N=\"" + "&lt;".repeat(1_000_000) + "\"/>";
            default -> "<D>" + "9".repeat(5_000_000) + "." + "9".repeat(1_000_000) + "</D>";
        };
    }
}
