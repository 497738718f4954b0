package io.quorate.lab.model;

import io.quorate.lab.model.Fidelity.Claim;
import java.util.List;

/** What the lab claims about the storage appliance and its iSCSI target. */
final class StorageClaims {
    private static final String CLIENTS =
            "public NEF clients (Cinder, go-nexentastor, CSI); reference of the project, nexenta";
    private static final String COMSTAR = "COMSTAR's public source (sbd)";
    private static final String JUDGED = "; judged by libiscsi's iscsi-test-cu";

    static final List<Claim> LIST = List.of(
            new Claim(
                    "storage.delete",
                    Evidence.D,
                    "deleting a volume: EBUSY while mapped or with snapshots, EEXIST while a snapshot has clones",
                    CLIENTS),
            new Claim(
                    "storage.clone",
                    Evidence.D,
                    "a clone loses reservation and properties; promote moves snapshots up to the origin",
                    CLIENTS + "; ZFS"),
            new Claim("storage.rollback", Evidence.D, "a rollback brings size and properties back", CLIENTS),
            new Claim(
                    "storage.rollback.newer",
                    Evidence.E,
                    "a rollback past newer snapshots is EEXIST",
                    "assumption; zfs rollback without -r"),
            new Claim("storage.shrink", Evidence.E, "shrinking a volume is EINVAL", "assumption"),
            new Claim(
                    "storage.thick",
                    Evidence.C,
                    "a reservation counts in full; a snapshot of a thick volume needs room for what it shares",
                    "ZFS: usedbyrefreservation"),
            new Claim(
                    "storage.rename",
                    Evidence.D,
                    "renaming a mapped volume breaks its mappings",
                    "vendor's release notes NEX-19823, NEX-20168"),
            new Claim(
                    "storage.rename.unit",
                    Evidence.E,
                    "the mappings are gone and the logical unit keeps its NAA",
                    "assumption"),
            new Claim(
                    "storage.groups",
                    Evidence.C,
                    "a target or an initiator is in one group at most; the group all has everybody",
                    "stmfadm manual"),
            new Claim("storage.groups.used", Evidence.E, "a group that mappings use is EBUSY", "assumption"),
            new Claim(
                    "storage.lun",
                    Evidence.D,
                    "the server picks the lowest LUN that is free for all who would see it",
                    CLIENTS),
            new Claim("storage.lag", Evidence.D, "mappings come and go with a lag", CLIENTS),
            new Claim(
                    "iscsi.protocol",
                    Evidence.B,
                    "discovery, login, CHAP, digests, numbering, data transfer, task management",
                    "RFC 7143" + JUDGED),
            new Claim(
                    "iscsi.offline",
                    Evidence.E,
                    "an offline target is not found at login (2/3); its sessions get an async message and are closed",
                    "assumption"),
            new Claim(
                    "iscsi.strange",
                    Evidence.E,
                    "an initiator in no host group logs in and sees what is mapped to all",
                    "assumption"),
            new Claim(
                    "scsi.reservations",
                    Evidence.B,
                    "persistent reservations of six types; lost by a power cut unless APTPL",
                    "SPC-3 5.6" + JUDGED),
            new Claim(
                    "scsi.identity",
                    Evidence.C,
                    "SPC-3, implicit TPGS, VPD pages 00 80 83 86 B0 B2, no serial, no LBPRZ, 512-byte blocks, mode pages",
                    COMSTAR),
            new Claim(
                    "scsi.more",
                    Evidence.E,
                    "SBC-3 is claimed, limits are reported, SWP can be set; COMPARE AND WRITE, GET LBA STATUS, REPORT"
                            + " SUPPORTED OPCODES, VERIFY with data work: COMSTAR's public source has less",
                    "assumption of a newer fork" + JUDGED),
            new Claim(
                    "scsi.attentions",
                    Evidence.B,
                    "power on, reset, capacity, mode, reservations, LUN inventory: once for each session and unit",
                    "SPC-3 and SAM-3"),
            new Claim(
                    "scsi.pool",
                    Evidence.E,
                    "units of a suspended pool are not ready (2/04/00); a full pool is 7/27/07",
                    "assumption; SBC-3"));

    private StorageClaims() {}
}
