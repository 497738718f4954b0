package io.quorate.cluster;

/** How identities of disks are compared. */
final class DiskIds {
    private DiskIds() {}

    /** Tells whether two spellings mean one disk: braces and case do not count. No identity is no disk's. */
    static boolean sameDisk(String one, String other) {
        return !one.isEmpty() && one.replaceAll("[{}]", "").equalsIgnoreCase(other.replaceAll("[{}]", ""));
    }
}
