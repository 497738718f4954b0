package io.quorate.iscsi;

import org.jspecify.annotations.Nullable;

/**
 * How a SCSI command ended.
 *
 * @param status SAM status: 0x00 good, 0x02 check condition, 0x18 reservation conflict ...
 * @param data what came back; empty if nothing
 * @param sense the sense data of a check condition; null otherwise
 */
public record ScsiReply(int status, byte[] data, byte @Nullable [] sense) {}
