package io.quorate.cluster;

import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** How identities of disks are compared, and what a text means that may be one. */
final class DiskIds {
    private static final Pattern GUID = Pattern.compile("\\{?[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}}?");
    private static final Pattern SIGNATURE = Pattern.compile("0[xX][0-9a-fA-F]{1,8}");
    private static final Pattern NAA = Pattern.compile("(?i)(naa\\.)?[256][0-9a-f]{15}([0-9a-f]{16})?");

    private DiskIds() {}

    /** Tells whether two spellings mean one disk: braces, case and leading zeros do not count. No identity is no disk's. */
    static boolean sameDisk(String one, String other) {
        return !one.isEmpty() && spelling(one).equals(spelling(other));
    }

    private static String spelling(String text) {
        String bare = text.strip().toLowerCase(Locale.ROOT).replaceAll("[{}]", "");
        return SIGNATURE.matcher(bare).matches()
                ? String.format(Locale.ROOT, "0x%08x", Long.parseLong(bare.substring(2), 16))
                : bare;
    }

    /** Tells whether a text is an identity by its looks: a GUID or a signature. */
    static boolean isIdentity(String text) {
        return GUID.matcher(text).matches() || SIGNATURE.matcher(text).matches();
    }

    /** Tells whether a text is what storage calls a disk, and clusters do not. */
    static boolean isNaa(String text) {
        return NAA.matcher(text).matches();
    }

    /** Finds what is surely meant; else the only one that may be meant, for between several nobody can choose. */
    static <T> Optional<T> only(Collection<T> all, Predicate<T> surely, Predicate<T> maybe) {
        Optional<T> sure = all.stream().filter(surely).findFirst();
        if (sure.isPresent()) {
            return sure;
        }
        List<T> some = all.stream().filter(maybe).toList();
        return some.size() == 1 ? Optional.of(some.get(0)) : Optional.empty();
    }
}
