package io.quorate.lab.scsi;

/**
 * Who talks to what.
 *
 * @param initiator iSCSI name
 * @param isid 12 hexadecimal digits
 * @param target iSCSI name
 */
public record Nexus(String initiator, String isid, String target) {
    /** Returns the initiator port as reservations name it. */
    public String id() {
        return initiator + "," + isid;
    }
}
