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
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Every combination of what Windows may list of a disk, against the rules that keep data from being formatted. */
class ContentJudgeTest {
    private static final Naa NAA = Naa.of("600144F0C0FFEE000000000000000001");
    private static final PartitionRow RESERVED = new PartitionRow(1, DiskReads.RESERVED, Size.mib(16));
    private static final PartitionRow BASIC = new PartitionRow(2, DiskReads.BASIC, Size.gib(1));
    private static final PartitionRow OTHER =
            new PartitionRow(2, "{0fc63daf-8483-4772-8e79-3d69d8477de4}", Size.gib(1));

    private enum Mark {
        NONE,
        BEGUN,
        PREPARED,
        OF_A_CLONE
    }

    private enum Table {
        NOTHING(),
        RESERVED_ONLY(RESERVED),
        ONE_BASIC(RESERVED, BASIC),
        BASIC_ALONE(BASIC),
        TWO_BASIC(RESERVED, BASIC, new PartitionRow(3, DiskReads.BASIC, Size.gib(1))),
        LINUX(RESERVED, OTHER),
        LINUX_AND_BASIC(BASIC, OTHER);

        private final List<PartitionRow> partitions;

        Table(PartitionRow... partitions) {
            this.partitions = List.of(partitions);
        }

        boolean dataless() {
            return partitions.stream().allMatch(PartitionRow::reserved);
        }

        boolean oneBasic() {
            return this == ONE_BASIC || this == BASIC_ALONE;
        }
    }

    private enum Fs {
        NOT_SHOWN("", ""),
        BARE("", "Unknown"),
        RAW("RAW", "Unknown"),
        NTFS("NTFS", "NTFS"),
        CSVFS("CSVFS", "CSVFS_NTFS"),
        REFS("ReFS", "ReFS"),
        CONTRADICTORY("", "ReFS");

        private final String word;
        private final String type;

        Fs(String word, String type) {
            this.word = word;
            this.type = type;
        }

        boolean ntfs() {
            return this == NTFS || this == CSVFS;
        }

        boolean bare() {
            return this == BARE || this == RAW;
        }
    }

    private record Case(
            PartitionStyle style,
            Mark mark,
            boolean offline,
            boolean clustered,
            boolean readable,
            int uncounted,
            Table table,
            Fs fs) {
        DiskRow row() {
            UUID guid = guid(mark);
            HostDisk disk = new HostDisk(
                    "HV1",
                    NAA.hex(),
                    NAA,
                    1,
                    Size.gib(1),
                    style,
                    style == PartitionStyle.GPT ? guid : null,
                    offline,
                    false,
                    clustered,
                    "iSCSI");
            return new DiskRow(disk, readable, table.partitions.size() + uncounted, null);
        }

        List<VolumeRow> volumes() {
            boolean shown = table.partitions.contains(BASIC) && fs != Fs.NOT_SHOWN;
            return shown
                    ? List.of(new VolumeRow(new DiskVolume(fs.word, "x", null), fs.type, PsValue.string(fs.word)))
                    : List.of();
        }

        DiskContent judged() {
            return ContentJudge.judge(row(), table.partitions, volumes());
        }
    }

    private static @Nullable UUID guid(Mark mark) {
        return switch (mark) {
            case NONE -> new UUID(1, 2);
            case BEGUN -> PreparedDisk.begunMark(NAA);
            case PREPARED -> PreparedDisk.mark(NAA);
            case OF_A_CLONE -> PreparedDisk.begunMark(Naa.of("600144F0C0FFEE000000000000000002"));
        };
    }

    private static List<Case> all() {
        List<Case> all = new ArrayList<>();
        for (PartitionStyle style : PartitionStyle.values()) {
            for (Mark mark : Mark.values()) {
                for (Table table : Table.values()) {
                    for (Fs fs : Fs.values()) {
                        for (int bits = 0; bits < 8; bits++) {
                            for (int uncounted = -1; uncounted <= 1; uncounted++) {
                                if (table.partitions.size() + uncounted >= -1) {
                                    all.add(new Case(
                                            style,
                                            mark,
                                            (bits & 1) != 0,
                                            (bits & 2) != 0,
                                            (bits & 4) == 0,
                                            uncounted,
                                            table,
                                            fs));
                                }
                            }
                        }
                    }
                }
            }
        }
        return all;
    }

    @Test
    void nothingIsEmptyOrBegun_unlessItIsOnlineReadableUnclusteredAndWhollySeen() {
        for (Case one : all()) {
            State state = one.judged().state();
            if (state == EMPTY || state == BEGUN) {
                assertThat(one.offline || one.clustered || !one.readable || one.uncounted > 0)
                        .as("%s is %s", one, state)
                        .isFalse();
                assertThat(one.style).as("%s", one).isIn(PartitionStyle.RAW, PartitionStyle.GPT);
            }
        }
    }

    @Test
    void nothingWithAPartitionOfData_isEverEmpty() {
        for (Case one : all()) {
            if (one.judged().state() == EMPTY) {
                boolean raw = one.style == PartitionStyle.RAW;
                assertThat(raw ? one.row().partitions() == 0 : one.table.dataless())
                        .as("%s", one)
                        .isTrue();
                assertThat(raw || one.mark == Mark.NONE || one.mark == Mark.OF_A_CLONE)
                        .as("%s", one)
                        .isTrue();
            }
        }
    }

    @Test
    void onlyABareVolumeUnderTheMarkOfWorkBegun_mayBeFormatted() {
        for (Case one : all()) {
            DiskContent content = one.judged();
            boolean formattable = content.state() == BEGUN
                    && content.volume() != null
                    && !one.volumes().get(0).ntfs();
            if (formattable) {
                assertThat(one.mark).as("%s", one).isEqualTo(Mark.BEGUN);
                assertThat(one.table.oneBasic() && one.fs.bare()).as("%s", one).isTrue();
            }
        }
    }

    @Test
    void preparedDisks_areNeverBegunOrEmptyAgain() {
        for (Case one : all()) {
            if (one.style == PartitionStyle.GPT && one.mark == Mark.PREPARED) {
                assertThat(one.judged().state()).as("%s", one).isIn(PREPARED, FOREIGN, UNKNOWN);
            }
        }
    }

    @Test
    void prepared_isOnlyWhatCarriesTheMarkOfADiskThatIs() {
        for (Case one : all()) {
            if (one.judged().state() == PREPARED) {
                assertThat(one.mark).as("%s", one).isEqualTo(Mark.PREPARED);
                assertThat(one.style).as("%s", one).isEqualTo(PartitionStyle.GPT);
            }
        }
    }

    @Test
    void theWayOfADisk_isJudgedStepByStep() {
        Map<String, State> seen = new TreeMap<>();
        seen.put("1 raw", gpt(PartitionStyle.RAW, Mark.NONE, Table.NOTHING, Fs.NOT_SHOWN));
        seen.put("2 initialised", gpt(PartitionStyle.GPT, Mark.NONE, Table.RESERVED_ONLY, Fs.NOT_SHOWN));
        seen.put("3 marked", gpt(PartitionStyle.GPT, Mark.BEGUN, Table.RESERVED_ONLY, Fs.NOT_SHOWN));
        seen.put("4 partitioned", gpt(PartitionStyle.GPT, Mark.BEGUN, Table.ONE_BASIC, Fs.NOT_SHOWN));
        seen.put("5 with a volume", gpt(PartitionStyle.GPT, Mark.BEGUN, Table.ONE_BASIC, Fs.BARE));
        seen.put("6 formatted", gpt(PartitionStyle.GPT, Mark.BEGUN, Table.ONE_BASIC, Fs.NTFS));
        seen.put("7 prepared", gpt(PartitionStyle.GPT, Mark.PREPARED, Table.ONE_BASIC, Fs.NTFS));
        seen.put("8 damaged", gpt(PartitionStyle.GPT, Mark.PREPARED, Table.ONE_BASIC, Fs.BARE));
        seen.put("9 cloned", gpt(PartitionStyle.GPT, Mark.OF_A_CLONE, Table.ONE_BASIC, Fs.BARE));
        seen.put("A somebody's", gpt(PartitionStyle.GPT, Mark.NONE, Table.ONE_BASIC, Fs.NTFS));
        seen.put("B emptied", gpt(PartitionStyle.GPT, Mark.PREPARED, Table.RESERVED_ONLY, Fs.NOT_SHOWN));
        seen.put("C other file system", gpt(PartitionStyle.GPT, Mark.BEGUN, Table.ONE_BASIC, Fs.REFS));
        assertThat(seen.values())
                .containsExactly(
                        EMPTY, EMPTY, BEGUN, BEGUN, BEGUN, BEGUN, PREPARED, FOREIGN, FOREIGN, FOREIGN, FOREIGN,
                        FOREIGN);
    }

    private static State gpt(PartitionStyle style, Mark mark, Table table, Fs fs) {
        return new Case(style, mark, false, false, true, 0, table, fs).judged().state();
    }
}
