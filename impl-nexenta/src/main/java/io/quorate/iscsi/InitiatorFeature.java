package io.quorate.iscsi;

/** What an initiator can do beyond logging in and moving blocks of LUN 0. */
public enum InitiatorFeature {
    /** Discovery sessions with SendTargets. */
    DISCOVERY,
    /** CHAP, the initiator proving itself. */
    CHAP,
    /** CHAP both ways. */
    MUTUAL_CHAP,
    /** Header and data digests (CRC32C). */
    DIGESTS,
    /** Logical units other than 0. */
    ANY_LUN,
    /** Any SCSI command: INQUIRY, REPORT LUNS, persistent reservations. */
    SCSI
}
