package io.quorate.spi;

import java.util.Locale;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What stands in a rehearsal for a value that only a server gives: marked, so that it is never taken for a real one, and the same whenever it
 * stands for the same thing.
 */
public final class Placeholder {
    /** Stands for a text that nothing is told apart by. */
    public static final String TEXT = "(rehearsed)";

    /** Stands for a logical unit number: the highest that simple addressing knows (SAM-5 4.7.7). */
    public static final int LUN = 16_383;

    private static final String MARK = "(rehearsed";

    private static final String IQN = "iqn.2000-01.invalid:";

    /** How the mark begins in Base64, in which bytes are written. */
    private static final String MARKED_BYTES = "KHJlaGVhcnNl";

    private static final Pattern WHOLE =
            Pattern.compile("00000000-0000-0000-[0-9a-f]{4}-[0-9a-f]{12}|0{16}[0-9A-F]{16}", Pattern.CASE_INSENSITIVE);

    private Placeholder() {}

    /** Stands for a name or id. */
    public static String text(String of) {
        return "(rehearsed " + of + ")";
    }

    /** Stands for bytes. */
    public static byte[] bytes(String of) {
        return text(of).getBytes(java.nio.charset.StandardCharsets.UTF_8);
    }

    /** Stands for a GUID. */
    public static UUID uuid(String of) {
        return new UUID(0, hash(of));
    }

    /** Stands for the digits of an NAA identifier; no real one begins with 0. */
    public static String naa(String of) {
        return String.format("%032X", hash(of));
    }

    /** Stands for the name of a host's initiator, in the domain that nobody has (RFC 2606). */
    public static String iqn(String host) {
        return IQN + host.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9.:-]", "-");
    }

    /** Tells whether a text, GUID, NAA identifier or initiator name is one of these, or a text holds one. A {@link #LUN} cannot be told from a number. */
    public static boolean isPlaceholder(@Nullable Object value) {
        String text = value == null ? "" : value.toString();
        return text.contains(MARK)
                || text.startsWith(MARKED_BYTES)
                || text.startsWith(IQN)
                || WHOLE.matcher(text).matches();
    }

    private static long hash(String of) {
        return UUID.nameUUIDFromBytes(of.getBytes(java.nio.charset.StandardCharsets.UTF_8))
                .getLeastSignificantBits();
    }
}
