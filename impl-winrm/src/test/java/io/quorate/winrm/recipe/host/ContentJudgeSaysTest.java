package io.quorate.winrm.recipe.host;

import static io.quorate.host.DiskContent.State.BEGUN;
import static io.quorate.host.DiskContent.State.EMPTY;
import static io.quorate.host.DiskContent.State.FOREIGN;
import static io.quorate.host.DiskContent.State.PREPARED;
import static io.quorate.host.DiskContent.State.UNKNOWN;
import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.Size;
import io.quorate.host.DiskContent;
import io.quorate.host.DiskContent.State;
import io.quorate.host.DiskVolume;
import io.quorate.host.HostDisk;
import io.quorate.host.PartitionStyle;
import io.quorate.host.PreparedDisk;
import io.quorate.san.Naa;
import io.quorate.winrm.psrp.PsValue;
import io.quorate.winrm.recipe.host.DiskReads.DiskRow;
import io.quorate.winrm.recipe.host.DiskReads.PartitionRow;
import io.quorate.winrm.recipe.host.DiskReads.VolumeRow;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The sentence that goes with a judgement: a person decides by it whether data may be destroyed. */
class ContentJudgeSaysTest {
    private static final Naa NAA = Naa.of("600144F0C0FFEE000000000000000001");
    private static final UUID FOREIGN_ID = new UUID(1, 2);
    private static final UUID BEGUN_ID = PreparedDisk.begunMark(NAA);
    private static final UUID PREPARED_ID = PreparedDisk.mark(NAA);
    private static final PartitionRow RESERVED = new PartitionRow(1, DiskReads.RESERVED, Size.mib(16));
    private static final PartitionRow BASIC = new PartitionRow(2, DiskReads.BASIC, Size.gib(1));

    private PartitionStyle style = PartitionStyle.GPT;
    private @Nullable Naa naa = NAA;
    private @Nullable UUID id = FOREIGN_ID;
    private boolean offline;
    private boolean clustered;
    private boolean readable = true;
    private int counted = -2;
    private List<PartitionRow> partitions = List.of(RESERVED, BASIC);
    private List<VolumeRow> volumes = List.of();

    private static VolumeRow volume(String word, String type) {
        return new VolumeRow(new DiskVolume(word, "x", null), type, PsValue.string(word));
    }

    private void says(State state, String detail) {
        HostDisk disk =
                new HostDisk("HV1", NAA.hex(), naa, 1, Size.gib(1), style, id, offline, false, clustered, "iSCSI");
        DiskContent content = ContentJudge.judge(
                new DiskRow(disk, readable, counted == -2 ? partitions.size() : counted, null), partitions, volumes);
        assertThat(content.state()).isEqualTo(state);
        assertThat(content.detail()).isEqualTo(detail);
    }

    @Test
    void foreign_namesWhatIsThere() {
        says(FOREIGN, "a GPT with 1 partition(s) []");
        volumes = List.of(volume("NTFS", "NTFS"));
        says(FOREIGN, "a GPT with 1 partition(s) [NTFS]");
        volumes = List.of(volume("", "Unknown"));
        says(FOREIGN, "a GPT with 1 partition(s) [no file system]");
        id = BEGUN_ID;
        volumes = List.of(volume("NTFS", "NTFS"), volume("ReFS", "ReFS"));
        says(FOREIGN, "a GPT with 1 partition(s) [NTFS, ReFS]");
        volumes = List.of(volume("ReFS", "ReFS"));
        says(FOREIGN, "Quorate's mark, and a file system that is not Quorate's: [ReFS]");
        style = PartitionStyle.MBR;
        says(FOREIGN, "an MBR");
    }

    @Test
    void offline_saysWhatTableItHas() {
        offline = true;
        partitions = List.of();
        says(UNKNOWN, "it is offline on this host, with table GPT");
        style = PartitionStyle.MBR;
        says(UNKNOWN, "it is offline on this host, with table MBR");
        style = PartitionStyle.RAW;
        id = null;
        says(UNKNOWN, "it is offline on this host, with no partition table");
    }

    @Test
    @DisplayName("a disk of the cluster is foreign, unless its own mark says that it is prepared")
    void clustered_isForeign_unlessPrepared() {
        clustered = true;
        says(FOREIGN, "the cluster owns it");
        id = BEGUN_ID;
        says(FOREIGN, "the cluster owns it");
        id = PREPARED_ID;
        says(PREPARED, "its mark says that it is prepared; its volume is not seen on this host");
        volumes = List.of(volume("CSVFS", "CSVFS_NTFS"));
        says(PREPARED, "prepared");
        clustered = false;
        offline = true;
        says(PREPARED, "its mark says that it is prepared; its volume is not seen on this host");
    }

    @Test
    @DisplayName("a mark counts only on the disk that it was made for, and only in a GPT")
    void mark_countsOnItsOwnDiskAlone() {
        id = PREPARED_ID;
        naa = Naa.of("600144F0C0FFEE000000000000000002");
        says(FOREIGN, "a GPT with 1 partition(s) []");
        naa = null;
        says(FOREIGN, "a GPT with 1 partition(s) []");
        naa = NAA;
        says(UNKNOWN, "its mark says that it is prepared, and Windows shows no volume");
        style = PartitionStyle.RAW;
        partitions = List.of();
        says(EMPTY, "no partition table");
    }

    @Test
    void partitions_thatAreCountedAndNotShown_makeItUnknown() {
        partitions = List.of(RESERVED);
        says(EMPTY, "a GPT without partitions of data");
        counted = 2;
        says(UNKNOWN, "Windows counts 2 partitions and shows 1");
        counted = -1;
        says(UNKNOWN, "Windows counts -1 partitions and shows 1");
        counted = 0;
        says(EMPTY, "a GPT without partitions of data");
        style = PartitionStyle.RAW;
        counted = 1;
        says(UNKNOWN, "Windows sees no partition table and does not say that there are no partitions");
    }

    @Test
    void unreadable_isUnknown() {
        readable = false;
        says(UNKNOWN, "Windows could not read it, or does not say what table it has");
        readable = true;
        style = PartitionStyle.UNKNOWN;
        says(UNKNOWN, "Windows could not read it, or does not say what table it has");
    }

    @Test
    void begun_saysHowFarItCame() {
        id = BEGUN_ID;
        partitions = List.of(RESERVED);
        says(BEGUN, "Quorate's mark, and no partition yet");
        partitions = List.of(RESERVED, BASIC);
        says(BEGUN, "Quorate's mark and partition; Windows shows no volume yet");
        volumes = List.of(volume("", "Unknown"));
        says(BEGUN, "Quorate's mark and partition, not formatted yet");
        volumes = List.of(volume("NTFS", "NTFS"));
        says(BEGUN, "Quorate's mark, formatted, not yet marked as prepared");
        id = PREPARED_ID;
        says(PREPARED, "prepared");
        volumes = List.of(volume("", "Unknown"));
        says(FOREIGN, "it was prepared once, and its file system is damaged, locked or gone");
        volumes = List.of();
        partitions = List.of(RESERVED);
        says(FOREIGN, "it was prepared once, and its partition is gone");
    }
}
