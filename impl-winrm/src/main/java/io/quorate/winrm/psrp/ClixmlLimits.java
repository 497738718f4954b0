package io.quorate.winrm.psrp;

/**
 * What the CLIXML reader accepts from a host that may be hostile.
 *
 * @param maxLength the largest document, in characters of text or bytes of UTF-8; 10 MiB by default, as much as Windows takes for one
 *     received object
 * @param maxDepth how deep objects may nest; 100 by default (Windows itself stops at 50), {@value #DEEPEST} at most
 * @param maxElements how many elements a document may have, counting shared type names in part, because a small element can become a
 *     much larger object; 200 000 by default, some 40 MiB of heap in the worst case
 */
public record ClixmlLimits(int maxLength, int maxDepth, int maxElements) {
    /** The deepest nesting that can be asked for; reader and writer recurse. */
    public static final int DEEPEST = 500;

    /** The limits that apply where none are given. */
    public static final ClixmlLimits DEFAULT = new ClixmlLimits(10 * 1024 * 1024, 100, 200_000);

    public ClixmlLimits {
        if (maxLength < 1 || maxElements < 1) {
            throw new IllegalArgumentException("maxLength and maxElements must be positive");
        }
        if (maxDepth < 1 || maxDepth > DEEPEST) {
            throw new IllegalArgumentException("maxDepth must be 1 to " + DEEPEST);
        }
    }
}
