package io.quorate.doctor;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Replaces what belongs to an estate by something of the same form that belongs to nobody: the same by the same, whatever its case. What is not
 * known to be a word of Windows or of this project is a name of the estate.
 */
final class Disguise {
    private static final Pattern GUID = Pattern.compile("\\{?[0-9A-Fa-f]{8}-([0-9A-Fa-f]{4}-){3}[0-9A-Fa-f]{12}}?");
    private static final Pattern V4 = Pattern.compile("[0-9]{1,3}(\\.[0-9]{1,3}){3}(/[0-9]{1,2}|:[0-9]+)?");
    private static final Pattern V6 = Pattern.compile("[0-9A-Fa-f]{0,4}(:[0-9A-Fa-f]{0,4}){2,7}(%.*|/[0-9]+)?");
    private static final Pattern MAC = Pattern.compile("([0-9A-Fa-f]{2}[-:]){5}[0-9A-Fa-f]{2}|[0-9A-Fa-f]{12}");
    private static final Pattern SID = Pattern.compile("[Ss]-1-[0-9-]+");
    private static final Pattern IQN = Pattern.compile("(?i)(iqn|eui|naa)\\..*");

    /** Names of types that Windows and .NET have: nobody's estate is in them. */
    private static final Pattern TYPE = Pattern.compile(
            "(Deserialized\\.)?(Selected\\.)?(System|Microsoft)\\.[A-Za-z0-9_.`+]*((?i)#root/[a-z0-9/]+/(MSFT|Win32|MSCluster|Msvm|CIM|WT)_[A-Za-z0-9]+)?(\\[\\])?");

    /** Names of members as code spells them. */
    private static final Pattern MEMBER = Pattern.compile("_{0,2}[A-Za-z][A-Za-z]{0,63}");

    private static final Pattern VERSION = Pattern.compile("[0-9]{1,3}(\\.[0-9]{1,6}){1,3}");
    private static final Set<String> WORDS = Set.of("true", "false", "");

    private final Map<String, String> known = new HashMap<>();
    private final Map<String, Integer> counts = new HashMap<>();

    /** Replaces a text. */
    String text(String text) {
        if (WORDS.contains(text.toLowerCase(Locale.ROOT))) {
            return text;
        }
        String key = text.toLowerCase(Locale.ROOT);
        String before = known.get(key);
        if (before != null) {
            return before;
        }
        String token = token(text);
        known.put(key, token);
        return token;
    }

    private String token(String text) {
        if (GUID.matcher(text).matches()) {
            return String.format("00000000-0000-0000-0000-%012x", next("guid"));
        }
        if (V4.matcher(text).matches()) {
            return "192.0.2." + next("address");
        }
        if (SID.matcher(text).matches()) {
            return "S-1-5-21-0-0-0-" + (1000 + next("sid"));
        }
        if (MAC.matcher(text).matches()) {
            return String.format("00-00-5E-00-53-%02X", next("mac") % 256);
        }
        if (V6.matcher(text).matches()) {
            return "2001:db8::" + Integer.toHexString(next("address6"));
        }
        if (IQN.matcher(text).matches()) {
            return "iqn.2000-01.example:" + next("iqn");
        }
        return "name-" + next("name");
    }

    private int next(String kind) {
        return counts.merge(kind, 1, Integer::sum);
    }

    /** Returns a type's name, or what stands for one that is none of Windows'. */
    String type(String name) {
        return TYPE.matcher(name).matches() ? name : "type-" + text(name);
    }

    /** Returns a member's name, or what stands for one that code would not spell so. */
    String member(String name) {
        return name.isEmpty() || MEMBER.matcher(name).matches() ? name : text(name);
    }

    /** Returns a version, or what stands for what is none. */
    String version(String text) {
        return VERSION.matcher(text).matches() ? text : text(text);
    }
}
