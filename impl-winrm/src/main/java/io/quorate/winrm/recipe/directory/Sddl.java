package io.quorate.winrm.recipe.directory;

import io.quorate.spi.Fault;
import io.quorate.winrm.recipe.Decode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Who may do what with an object of the directory, as the security descriptor definition language writes it: of it the discretionary list alone.
 * Entries are kept as they came.
 */
final class Sddl {
    private static final int LONGEST = 1 << 20;
    private static final String SECTIONS = "OGDS";
    private static final int FIELDS = 6;
    private static final String ALL = "CCDCLCSWRPWPDTLOCRSDRCWDWO";
    private static final long EVERYTHING = 0xF01FF;
    private static final long GENERIC_ALL = 0x10000000;

    /** How the language abbreviates accounts that every domain has, by the end of their identifiers. */
    private static final Map<String, String> WELL_KNOWN = Map.ofEntries(
            Map.entry("500", "LA"),
            Map.entry("501", "LG"),
            Map.entry("512", "DA"),
            Map.entry("513", "DU"),
            Map.entry("514", "DG"),
            Map.entry("515", "DC"),
            Map.entry("516", "DD"),
            Map.entry("517", "CA"),
            Map.entry("518", "SA"),
            Map.entry("519", "EA"),
            Map.entry("520", "PA"),
            Map.entry("553", "RS"));

    private final String flags;
    private final List<String> entries;

    private Sddl(String flags, List<String> entries) {
        this.flags = flags;
        this.entries = List.copyOf(entries);
    }

    /**
     * Reads one.
     *
     * @throws Fault of kind bad reply if it is none, or has no discretionary list
     */
    static Sddl of(String text) {
        if (text.length() > LONGEST) {
            throw odd();
        }
        int at = 0;
        while (at < text.length()) {
            if (!isSection(text, at)) {
                throw odd();
            }
            char section = text.charAt(at);
            int end = at + 2;
            if (section == 'D' || section == 'S') {
                int begins = end;
                while (end < text.length() && text.charAt(end) != '(' && !isSection(text, end)) {
                    end++;
                }
                String flags = text.substring(begins, end);
                List<String> entries = new ArrayList<>();
                while (end < text.length() && text.charAt(end) == '(') {
                    int close = close(text, end);
                    entries.add(text.substring(end + 1, close));
                    end = close + 1;
                }
                if (section == 'D') {
                    return new Sddl(flags, entries);
                }
            } else {
                while (end < text.length() && !isSection(text, end)) {
                    end++;
                }
            }
            at = end;
        }
        throw odd();
    }

    private static boolean isSection(String text, int at) {
        return at + 1 < text.length() && text.charAt(at + 1) == ':' && SECTIONS.indexOf(text.charAt(at)) >= 0;
    }

    private static int close(String text, int open) {
        int depth = 0;
        for (int i = open; i < text.length(); i++) {
            char c = text.charAt(i);
            depth += c == '(' ? 1 : c == ')' ? -1 : 0;
            if (depth == 0) {
                return i;
            }
        }
        throw odd();
    }

    private static Fault odd() {
        return Decode.badReply("the object's security descriptor cannot be read");
    }

    /** Tells whether an entry of its own gives an account full control of the object itself. */
    boolean grantsEverything(String sid) {
        return entries.stream().anyMatch(entry -> {
            String[] fields = entry.split(";", -1);
            return fields.length >= FIELDS
                    && fields[0].equals("A")
                    && !hasFlag(fields[1], "IO")
                    && fields[3].isEmpty()
                    && isEverything(fields[2])
                    && isNamed(fields[5], sid);
        });
    }

    private static boolean hasFlag(String flags, String wanted) {
        for (int i = 0; i + 2 <= flags.length(); i += 2) {
            if (flags.startsWith(wanted, i)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isEverything(String rights) {
        if (rights.startsWith("0x")) {
            try {
                long mask = Long.parseLong(rights.substring(2), 16);
                return (mask & EVERYTHING) == EVERYTHING || (mask & GENERIC_ALL) != 0;
            } catch (NumberFormatException e) {
                return false;
            }
        }
        if (hasFlag(rights, "GA")) {
            return true;
        }
        for (int i = 0; i < ALL.length(); i += 2) {
            if (!hasFlag(rights, ALL.substring(i, i + 2))) {
                return false;
            }
        }
        return true;
    }

    private static boolean isNamed(String spelled, String sid) {
        String known = sid.toUpperCase(Locale.ROOT).startsWith("S-1-5-21-")
                ? WELL_KNOWN.get(sid.substring(sid.lastIndexOf('-') + 1))
                : null;
        return spelled.equalsIgnoreCase(sid) || spelled.equals(known);
    }

    /** Returns its discretionary list with one more entry, which gives an account full control; what refuses comes before it, what is inherited after. */
    String granting(String sid) {
        int place = 0;
        while (place < entries.size()
                && entries.get(place).matches("O?D;.*")
                && !hasFlag(flagsOf(entries.get(place)), "ID")) {
            place++;
        }
        List<String> more = new ArrayList<>(entries);
        more.add(place, "A;;" + ALL + ";;;" + sid);
        StringBuilder text = new StringBuilder("D:").append(flags);
        more.forEach(entry -> text.append('(').append(entry).append(')'));
        return text.toString();
    }

    private static String flagsOf(String entry) {
        String[] fields = entry.split(";", -1);
        return fields.length > 1 ? fields[1] : "";
    }
}
