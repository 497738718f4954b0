package io.quorate.iscsi.machine;

/**
 * What a login agreed on.
 *
 * @param cmdSn the number of the first command
 * @param expStatSn the number of the next status
 * @param maxCmdSn the number of the last command that the target takes
 * @param headerDigest whether headers carry CRC32C
 * @param dataDigest whether data carry CRC32C
 * @param targetMaxData the longest data segment that the target takes
 * @param maxBurst how much an R2T may ask for
 * @param firstBurst how much may be sent unasked
 * @param initialR2t whether nothing but immediate data may be sent unasked
 * @param immediateData whether a command may carry data
 */
public record SessionParameters(
        int cmdSn,
        int expStatSn,
        int maxCmdSn,
        boolean headerDigest,
        boolean dataDigest,
        int targetMaxData,
        int maxBurst,
        int firstBurst,
        boolean initialR2t,
        boolean immediateData) {
    /** The longest data segment that we take, as we declare. */
    public static final int OUR_MAX_DATA = 262_144;
    /** The longest data segment during login, in both directions. */
    public static final int LOGIN_MAX_DATA = 8192;
}
