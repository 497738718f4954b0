package io.quorate.host;

/** What kind of partition table a disk carries. */
public enum PartitionStyle {
    /** None that Windows knows. */
    RAW,
    /** A master boot record. */
    MBR,
    /** A GUID partition table. */
    GPT,
    /** Windows did not say, e.g. because the disk could not be read: never taken for RAW. */
    UNKNOWN
}
