package io.quorate.nexenta;

import static io.quorate.nexenta.StubNas.error;
import static io.quorate.nexenta.StubNas.html;
import static io.quorate.nexenta.StubNas.json;
import static io.quorate.nexenta.StubNas.list;
import static io.quorate.nexenta.StubNas.volume;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.quorate.Credentials;
import io.quorate.Deadline;
import io.quorate.Endpoint;
import io.quorate.Secret;
import io.quorate.Size;
import io.quorate.Trust;
import io.quorate.san.ChapLogin;
import io.quorate.san.DatasetPath;
import io.quorate.san.Iqn;
import io.quorate.san.Portal;
import io.quorate.san.SnapshotPath;
import io.quorate.spi.Backend;
import io.quorate.spi.Call;
import io.quorate.spi.Command;
import io.quorate.spi.ErrorKind;
import io.quorate.spi.Fault;
import io.quorate.spi.FaultPhase;
import io.quorate.spi.Observation;
import io.quorate.spi.ReadCommand;
import io.quorate.spi.Safety;
import io.quorate.spi.Step;
import io.quorate.storage.LunMapping;
import io.quorate.storage.Provisioning;
import io.quorate.storage.RemovalPlan;
import io.quorate.storage.Volume;
import io.quorate.storage.command.AddMembers;
import io.quorate.storage.command.CloneSnapshot;
import io.quorate.storage.command.CreateGroup;
import io.quorate.storage.command.CreateMapping;
import io.quorate.storage.command.CreateSnapshot;
import io.quorate.storage.command.CreateTarget;
import io.quorate.storage.command.CreateVolume;
import io.quorate.storage.command.CreateVolumeGroup;
import io.quorate.storage.command.GrowVolume;
import io.quorate.storage.command.PromoteVolume;
import io.quorate.storage.command.RemoveGroup;
import io.quorate.storage.command.RemoveMapping;
import io.quorate.storage.command.RemoveSnapshot;
import io.quorate.storage.command.RemoveTarget;
import io.quorate.storage.command.RemoveVolume;
import io.quorate.storage.command.RemoveVolumeGroup;
import io.quorate.storage.command.RequireChap;
import io.quorate.storage.command.RollbackVolume;
import io.quorate.storage.command.SetChap;
import io.quorate.storage.command.SetGroup;
import io.quorate.storage.command.SetWriteCache;
import io.quorate.storage.command.StorageGroup;
import io.quorate.storage.command.WidenGroup;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.function.Executable;

/** For every command that changes something: what a look sees, and that what is explained is what is sent. */
class NefChangesTest extends StubStorage {
    private static final DatasetPath GROUP = DatasetPath.of("tank/vg");
    private static final DatasetPath CLONE = DatasetPath.of("tank/vg/c1");
    private static final SnapshotPath GOLD = CSV1.at("gold");
    private static final Iqn HV1 = Iqn.of("iqn.1991-05.com.microsoft:hv1");
    private static final Iqn HV3 = Iqn.of("iqn.1991-05.com.microsoft:hv3");
    private static final Iqn HV2 = Iqn.of("iqn.1991-05.com.microsoft:hv2");
    private static final Iqn TARGET = Iqn.of("iqn.2005-07.com.nexenta:01:csv");
    private static final List<Portal> PORTALS = List.of(Portal.of("10.3.0.11"), Portal.of("10.3.0.12"));
    private static final ChapLogin LOGIN = new ChapLogin("hv1", Secret.of("twelve-or-more"));
    private static final LunMapping MAPPING = new LunMapping("m1", CSV1, 0, "tg1", "hg");
    private static final String UNIT = "600144F0AB12000000005E1A2B3C0001";
    private static final String CSV1_PATH = "/storage/volumes/tank%2Fvg%2Fcsv1";
    private static final String CLONE_PATH = "/storage/volumes/tank%2Fvg%2Fc1";
    private static final String GOLD_PATH = "/storage/snapshots/tank%2Fvg%2Fcsv1%40gold";

    private Backend backend;

    @BeforeEach
    void open() {
        backend = new NexentaBackendProvider()
                .open(
                        new Endpoint(
                                "nas",
                                "nexenta",
                                Map.of("nas1", URI.create("http://127.0.0.1:" + nas.server.port())),
                                Credentials.basic("admin", Secret.of(StubNas.PASSWORD)),
                                Trust.platform(),
                                Map.of("allowPlaintext", "true")),
                        nas.runtime);
    }

    @AfterEach
    void close() {
        backend.close();
    }

    /**
     * A command and an appliance that has not got its effect.
     *
     * @param name what is special about it
     * @param before makes the appliance what it is before
     * @param effect what a change does there
     * @param explained what is sent, as it is explained
     */
    private record Case(String name, Command<?> command, Runnable before, Runnable effect, List<String> explained) {}

    private static Case of(String name, Command<?> command, Runnable before, Runnable effect, String... explained) {
        return new Case(name, command, before, effect, List.of(explained));
    }

    private List<Case> cases() {
        return List.of(
                of(
                        "",
                        new CreateVolumeGroup(GROUP),
                        () -> {},
                        this::putGroup,
                        "POST /storage/volumeGroups {\"path\":\"tank/vg\"}"),
                of(
                        "",
                        new RemoveVolumeGroup(GROUP),
                        this::putGroup,
                        there::clear,
                        "DELETE /storage/volumeGroups/tank%2Fvg"),
                of(
                        "",
                        new CreateVolume(CSV1, Size.gib(1), Size.kib(32), Provisioning.THIN),
                        () -> {},
                        () -> putVolume("tank/vg/csv1", GIB, 0, ""),
                        "POST /storage/volumes {\"path\":\"tank/vg/csv1\",\"volumeSize\":1073741824,"
                                + "\"volumeBlockSize\":32768,\"sparseVolume\":true}"),
                of(
                        "thin",
                        new GrowVolume(CSV1, Size.gib(2)),
                        () -> putVolume("tank/vg/csv1", GIB, 0, ""),
                        () -> putVolume("tank/vg/csv1", 2 * GIB, 0, ""),
                        "PUT " + CSV1_PATH + " {\"volumeSize\":2147483648}"),
                of(
                        "thick, with a little more set aside",
                        new GrowVolume(CSV1, Size.gib(2)),
                        () -> putVolume("tank/vg/csv1", GIB, GIB + 4096, ""),
                        () -> putVolume("tank/vg/csv1", 2 * GIB, 2 * GIB + 4096, ""),
                        "PUT " + CSV1_PATH + " {\"volumeSize\":2147483648,\"referencedReservationSize\":2147487744}"),
                of(
                        "",
                        new PromoteVolume(CLONE, GOLD),
                        () -> putVolume("tank/vg/c1", GIB, 0, ORIGIN),
                        () -> putVolume("tank/vg/c1", GIB, 0, ""),
                        "POST " + CLONE_PATH + "/promote"),
                of(
                        "without snapshots",
                        new RemoveVolume(plan(List.of(), List.of())),
                        () -> putVolume("tank/vg/csv1", GIB, 0, ""),
                        there::clear,
                        "DELETE " + CSV1_PATH),
                of(
                        "with a clone",
                        new RemoveVolume(plan(List.of(CSV1.at("late")), List.of(CLONE))),
                        () -> {
                            putVolume("tank/vg/csv1", GIB, 0, "");
                            putSnapshot(ORIGIN, "5", "", "tank/vg/c1");
                            putSnapshot("tank/vg/csv1@late", "6", "");
                        },
                        () -> {
                            if (!there.keySet().removeIf(key -> key.contains("gold"))) {
                                there.clear();
                            }
                        },
                        "POST " + CLONE_PATH + "/promote",
                        "DELETE " + CSV1_PATH + "?snapshots=true"),
                of(
                        "whose clones are promoted already",
                        new RemoveVolume(plan(List.of(CSV1.at("late")), List.of(CLONE))),
                        () -> {
                            putVolume("tank/vg/csv1", GIB, 0, "");
                            putSnapshot("tank/vg/csv1@late", "6", "");
                        },
                        there::clear,
                        "DELETE " + CSV1_PATH + "?snapshots=true"),
                of(
                        "",
                        new CreateSnapshot(GOLD, true),
                        () -> {},
                        () -> putSnapshot(ORIGIN, "5", ""),
                        "POST /storage/snapshots {\"path\":\"tank/vg/csv1@gold\",\"recursive\":true}"),
                of(
                        "of a thin volume",
                        new CloneSnapshot(GOLD, CLONE),
                        () -> {
                            putVolume("tank/vg/csv1", GIB, 0, "");
                            putSnapshot(ORIGIN, "5", "");
                        },
                        () -> putVolume("tank/vg/c1", GIB, 0, ORIGIN),
                        "POST " + GOLD_PATH + "/clone {\"targetPath\":\"tank/vg/c1\"}"),
                of(
                        "of a thick volume",
                        new CloneSnapshot(GOLD, CLONE),
                        () -> {
                            putVolume("tank/vg/csv1", 2 * GIB, 2 * GIB, "");
                            putSnapshot(ORIGIN, "5", "");
                        },
                        () -> putVolume(
                                "tank/vg/c1", GIB, there.containsKey("/storage/volumes?tank/vg/c1") ? GIB : 0, ORIGIN),
                        "POST " + GOLD_PATH + "/clone {\"targetPath\":\"tank/vg/c1\"}",
                        "PUT " + CLONE_PATH + " {\"referencedReservationSize\":\"(size of the snapshot)\"}"),
                of(
                        "that has not got its reservation",
                        new CloneSnapshot(GOLD, CLONE),
                        () -> {
                            putVolume("tank/vg/csv1", 2 * GIB, 2 * GIB, "");
                            putSnapshot(ORIGIN, "5", "", "tank/vg/c1");
                            putVolume("tank/vg/c1", GIB, 0, ORIGIN);
                        },
                        () -> putVolume("tank/vg/c1", GIB, GIB, ORIGIN),
                        "POST " + GOLD_PATH + "/clone {\"targetPath\":\"tank/vg/c1\"}",
                        "PUT " + CLONE_PATH + " {\"referencedReservationSize\":1073741824}"),
                of(
                        "",
                        new RemoveSnapshot(GOLD, "77", false),
                        () -> putSnapshot(ORIGIN, "5", ""),
                        there::clear,
                        "DELETE " + GOLD_PATH),
                of(
                        "deferred",
                        new RemoveSnapshot(GOLD, "77", true),
                        () -> putSnapshot(ORIGIN, "5", ""),
                        there::clear,
                        "DELETE " + GOLD_PATH + "?defer=true"),
                of(
                        "",
                        new CreateTarget(TARGET, PORTALS),
                        () -> {},
                        () -> putTarget("none"),
                        "POST /san/iscsi/targets {\"name\":\"iqn.2005-07.com.nexenta:01:csv\",\"portals\":"
                                + "[{\"address\":\"10.3.0.11\",\"port\":3260},{\"address\":\"10.3.0.12\",\"port\":3260}]}"),
                of(
                        "on",
                        new RequireChap(TARGET, true),
                        () -> putTarget("none"),
                        () -> putTarget("chap"),
                        "PUT /san/iscsi/targets/iqn.2005-07.com.nexenta:01:csv {\"authentication\":\"chap\"}"),
                of(
                        "off",
                        new RequireChap(TARGET, false),
                        () -> putTarget("chap"),
                        () -> putTarget("none"),
                        "PUT /san/iscsi/targets/iqn.2005-07.com.nexenta:01:csv {\"authentication\":\"none\"}"),
                of(
                        "",
                        new RemoveTarget(TARGET),
                        () -> putTarget("none"),
                        there::clear,
                        "DELETE /san/iscsi/targets/iqn.2005-07.com.nexenta:01:csv"),
                of(
                        "",
                        new CreateGroup(StorageGroup.Kind.TARGET, "tg1", Set.of(TARGET)),
                        () -> {},
                        () -> putMembers("targetgroups", "tg1", TARGET),
                        "POST /san/targetgroups {\"name\":\"tg1\",\"members\":[\"" + TARGET + "\"]}"),
                of(
                        "",
                        new WidenGroup(StorageGroup.Kind.HOST, "hg", Set.of(HV1, HV2)),
                        () -> putMembers("hostgroups", "hg", HV1),
                        () -> putMembers("hostgroups", "hg", HV1, HV2),
                        "PUT /san/hostgroups/hg {\"members\":[\"" + HV1 + "\",\"" + HV2 + "\"]}"),
                of(
                        "",
                        new AddMembers(StorageGroup.Kind.HOST, "hg", Set.of(HV2)),
                        () -> putMembers("hostgroups", "hg", HV1),
                        () -> putMembers("hostgroups", "hg", HV1, HV2),
                        "PUT /san/hostgroups/hg {\"members\":[\"" + HV1 + "\",\"" + HV2 + "\"]}"),
                of(
                        "",
                        new SetGroup(StorageGroup.Kind.HOST, "hg", Set.of(HV2)),
                        () -> putMembers("hostgroups", "hg", HV1, HV2),
                        () -> putMembers("hostgroups", "hg", HV2),
                        "PUT /san/hostgroups/hg {\"members\":[\"" + HV2 + "\"]}"),
                of(
                        "",
                        new RemoveGroup(StorageGroup.Kind.HOST, "hg"),
                        () -> putMembers("hostgroups", "hg", HV1),
                        there::clear,
                        "DELETE /san/hostgroups/hg"),
                of(
                        "of an unknown one",
                        new SetChap(HV1, LOGIN, false),
                        () -> {},
                        () -> putInitiator("hv1", true),
                        "POST /san/iscsi/remoteInitiators {\"name\":\"" + HV1
                                + "\",\"chapUser\":\"hv1\",\"chapSecret\":\"<hidden>\"}"),
                of(
                        "without a secret",
                        new SetChap(HV1, LOGIN, false),
                        () -> putInitiator("hv1", false),
                        () -> putInitiator("hv1", true),
                        "PUT /san/iscsi/remoteInitiators/" + HV1
                                + " {\"chapUser\":\"hv1\",\"chapSecret\":\"<hidden>\"}"),
                of(
                        "of another name",
                        new SetChap(HV1, LOGIN, false),
                        () -> putInitiator("hv1-old", true),
                        () -> putInitiator("hv1", true),
                        "PUT /san/iscsi/remoteInitiators/" + HV1
                                + " {\"chapUser\":\"hv1\",\"chapSecret\":\"<hidden>\"}"),
                of(
                        "",
                        new CreateMapping(CSV1, "tg1", "hg"),
                        () -> {},
                        () -> put("san/lunMappings", "m", mapping("m1", 0)),
                        "POST /san/lunMappings {\"volume\":\"tank/vg/csv1\",\"targetGroup\":\"tg1\",\"hostGroup\":\"hg\"}"),
                of(
                        "",
                        new RemoveMapping(MAPPING),
                        () -> put("san/lunMappings", "m", mapping("m1", 0)),
                        there::clear,
                        "DELETE /san/lunMappings/m1"),
                of(
                        "on",
                        new SetWriteCache(CSV1, true),
                        () -> putUnit(true),
                        () -> putUnit(false),
                        "PUT /san/logicalUnits/" + UNIT + " {\"writebackCacheDisabled\":false}"),
                of(
                        "off",
                        new SetWriteCache(CSV1, false),
                        () -> putUnit(false),
                        () -> putUnit(true),
                        "PUT /san/logicalUnits/" + UNIT + " {\"writebackCacheDisabled\":true}"));
    }

    /** Those whose effect cannot be told from what is there. */
    private List<Case> untold() {
        return List.of(
                of(
                        "deferred, with a clone",
                        new RemoveSnapshot(GOLD, "77", true),
                        () -> putSnapshot(ORIGIN, "5", "", "tank/vg/c1"),
                        () -> {},
                        "DELETE " + GOLD_PATH + "?defer=true"),
                of(
                        "of the same size",
                        new RollbackVolume(GOLD, GUID),
                        this::putVolumeAndSnapshot,
                        () -> {},
                        "POST " + CSV1_PATH + "/rollback {\"snapshot\":\"gold\"}"),
                of(
                        "of a smaller one",
                        new RollbackVolume(GOLD, GUID),
                        this::putVolumeAndSnapshot,
                        () -> putVolume("tank/vg/csv1", GIB / 2, 0, ""),
                        "POST " + CSV1_PATH + "/rollback {\"snapshot\":\"gold\"}",
                        "PUT " + CSV1_PATH + " {\"volumeSize\":1073741824,\"referencedReservationSize\":0}"),
                of(
                        "to be renewed",
                        new SetChap(HV1, LOGIN, true),
                        () -> putInitiator("hv1", true),
                        () -> {},
                        "PUT /san/iscsi/remoteInitiators/" + HV1
                                + " {\"chapUser\":\"hv1\",\"chapSecret\":\"<hidden>\"}"));
    }

    private void putGroup() {
        put("storage/volumeGroups", "tank/vg", "{\"path\":\"tank/vg\",\"bytesAvailable\":5,\"bytesUsed\":6}");
    }

    private void putVolumeAndSnapshot() {
        putVolume("tank/vg/csv1", GIB, 0, "");
        putSnapshot(ORIGIN, "5", "");
    }

    private void putTarget(String chap) {
        put("san/iscsi/targets", "t", target(chap));
    }

    private void putMembers(String groups, String name, Iqn... members) {
        String names = Stream.of(members).map(m -> "\"" + m + "\"").collect(Collectors.joining(","));
        put("san/" + groups, "g", "{\"name\":\"" + name + "\",\"members\":[" + names + "]}");
    }

    private void putInitiator(String user, boolean secret) {
        there.put(
                "/san/iscsi/remoteInitiators/" + HV1,
                "{\"name\":\"" + HV1 + "\",\"chapUser\":\"" + user + "\",\"chapSecretSet\":" + secret + "}");
    }

    private void putUnit(boolean disabled) {
        put(
                "san/logicalUnits",
                "u",
                "{\"guid\":\"" + UNIT + "\",\"volume\":\"tank/vg/csv1\",\"writebackCacheDisabled\":" + disabled + "}");
    }

    private static RemovalPlan plan(List<SnapshotPath> snapshots, List<DatasetPath> promotions) {
        Volume volume = new Volume(CSV1, GUID, Size.gib(1), Size.kib(32), Provisioning.THIN, null, Size.bytes(98_304));
        return new RemovalPlan(volume, snapshots, promotions, false);
    }

    private static Call call() {
        return new Call("1", "nas1", Deadline.in(Duration.ofSeconds(5), nas.runtime));
    }

    /** What was sent that changes something, as {@link Step#text} says it. */
    private static List<String> sent() {
        return nas.asked.stream()
                .filter(one -> !one.method().equals("GET") && !one.path().equals("/auth/login"))
                .map(NefChangesTest::line)
                .toList();
    }

    private static String line(StubNas.Asked one) {
        String query = one.query().entrySet().stream()
                .map(pair -> pair.getKey() + "=" + pair.getValue())
                .collect(Collectors.joining("&"));
        return one.method() + " " + one.path() + (query.isEmpty() ? "" : "?" + query)
                + (one.body().isEmpty() ? "" : " " + one.body().replace("twelve-or-more", "<hidden>"));
    }

    private List<String> explained(Command<?> command) {
        return lines(backend.steps(command, call()));
    }

    private static List<String> lines(List<Step> steps) {
        return steps.stream().map(Step::text).toList();
    }

    /** Takes a placeholder, which stands for what only an earlier answer tells, out of both. */
    private static List<String> withoutPlaceholders(List<String> lines, List<String> marked) {
        List<String> without = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            boolean holds = i < marked.size() && marked.get(i).contains("\"(");
            without.add(holds ? lines.get(i).replaceAll(":[^:]*}$", ":?}") : lines.get(i));
        }
        return without;
    }

    private Stream<DynamicTest> each(List<Case> cases, Function<Case, Executable> test) {
        return cases.stream()
                .map(one -> DynamicTest.dynamicTest(one.command().getClass().getSimpleName() + " " + one.name(), () -> {
                    forget();
                    one.before().run();
                    changes = asked -> {
                        boolean again =
                                asked.path().endsWith("/clone") && there.containsKey("/storage/volumes?tank/vg/c1");
                        if (!again) {
                            one.effect().run();
                        }
                        return again ? error(409, "EEXIST") : json(200, null);
                    };
                    test.apply(one).execute();
                }));
    }

    @Test
    void cases_areOfEveryCommandThatChangesSomething() {
        Set<Class<?>> changing = backend.commands().stream()
                .filter(command -> !ReadCommand.class.isAssignableFrom(command))
                .collect(Collectors.toSet());
        Set<Class<?>> told = Stream.concat(cases().stream(), untold().stream())
                .map(one -> one.command().getClass())
                .collect(Collectors.toSet());
        assertThat(told).isEqualTo(changing);
        assertThat(changing).isNotEmpty();
    }

    @TestFactory
    @DisplayName("what is explained is what is sent, and nothing once it is so")
    Stream<DynamicTest> steps_areWhatIsSent() {
        return each(cases(), one -> () -> {
            List<String> explained = explained(one.command());
            assertThat(explained).isEqualTo(one.explained());
            assertThat(sent()).isEmpty();
            backend.send(one.command(), call());
            assertThat(withoutPlaceholders(sent(), explained)).isEqualTo(withoutPlaceholders(explained, explained));
            assertThat(explained(one.command())).isEmpty();
        });
    }

    @TestFactory
    Stream<DynamicTest> steps_ofWhatCannotBeTold_areWhatIsSentAndAgain() {
        return each(untold(), one -> () -> {
            List<String> explained = explained(one.command()).stream()
                    .map(line -> line.replace("if that changes its size or what is set aside for it: ", ""))
                    .toList();
            assertThat(sent()).isEmpty();
            assertThat(backend.look(one.command(), call())).isInstanceOf(Observation.Unknown.class);
            backend.send(one.command(), call());
            assertThat(sent()).isEqualTo(one.explained());
            assertThat(explained).startsWith(one.explained().toArray(String[]::new));
            assertThat(backend.look(one.command(), call())).isInstanceOf(Observation.Unknown.class);
        });
    }

    @TestFactory
    Stream<DynamicTest> look_isAbsentBeforeAndPresentAfter() {
        return each(cases(), one -> () -> {
            assertThat(backend.look(one.command(), call())).isEqualTo(Observation.absent());
            assertThat(sent()).isEmpty();
            Object result = backend.send(one.command(), call());
            assertThat(backend.look(one.command(), call())).isEqualTo(new Observation.Present<>(result));
        });
    }

    @TestFactory
    Stream<DynamicTest> run_whenItIsSoAlready_sendsNothing() {
        List<Case> converging = cases().stream()
                .filter(one -> one.command().safety() == Safety.CONVERGE)
                .toList();
        return each(converging, one -> () -> {
            backend.send(one.command(), call());
            nas.forget();
            backend.send(one.command(), call());
            assertThat(sent()).isEmpty();
        });
    }

    @TestFactory
    Stream<DynamicTest> look_whenItCannotRead_isUnknownWithItsCause() {
        List<Case> all = Stream.concat(cases().stream(), untold().stream()).toList();
        return each(all, one -> () -> {
            nas.answers = asked -> html(502);
            assertThat(backend.look(one.command(), call()))
                    .isInstanceOfSatisfying(Observation.Unknown.class, unknown -> {
                        assertThat(unknown.reason()).startsWith("looking for it failed: ");
                        assertThat(unknown.cause()).isInstanceOf(Fault.class);
                    });
        });
    }

    @TestFactory
    @DisplayName("what is foreseen costs no request, and says the same but for marked placeholders")
    Stream<DynamicTest> foreseen_asksNobody() {
        return each(cases(), one -> () -> {
            assertThat(backend.foreseen(one.command(), "nas1")).isNotEmpty();
            assertThat(nas.asked).isEmpty();
        });
    }

    @Test
    void foreseen_marksWhatOnlyALookTells() {
        assertThat(lines(backend.foreseen(new GrowVolume(CSV1, Size.gib(2)), "nas1")))
                .containsExactly("PUT " + CSV1_PATH + " {\"volumeSize\":2147483648,\"referencedReservationSize\":"
                        + "\"(as much more as the volume grows; only if it is thick)\"}");
        assertThat(lines(backend.foreseen(new SetWriteCache(CSV1, false), "nas1")))
                .containsExactly(
                        "PUT /san/logicalUnits/%28guid%20of%20the%20logical%20unit%29 {\"writebackCacheDisabled\":true}");
        assertThat(lines(backend.foreseen(new CloneSnapshot(GOLD, CLONE), "nas1")))
                .containsExactly(
                        "POST " + GOLD_PATH + "/clone {\"targetPath\":\"tank/vg/c1\"}",
                        "if its origin is thick: PUT " + CLONE_PATH
                                + " {\"referencedReservationSize\":\"(size of the snapshot)\"}");
        assertThat(lines(backend.foreseen(new RollbackVolume(GOLD, GUID), "nas1")))
                .containsExactly(
                        "POST " + CSV1_PATH + "/rollback {\"snapshot\":\"gold\"}",
                        "if that changes its size or what is set aside for it: PUT " + CSV1_PATH
                                + " {\"volumeSize\":\"(its size before)\","
                                + "\"referencedReservationSize\":\"(what was set aside for it)\"}");
        assertThat(lines(backend.foreseen(new RemoveVolume(plan(List.of(CSV1.at("late")), List.of(CLONE))), "nas1")))
                .containsExactly("POST " + CLONE_PATH + "/promote", "DELETE " + CSV1_PATH + "?snapshots=true");
        assertThat(lines(backend.foreseen(new SetChap(HV1, LOGIN, false), "nas1")))
                .containsExactly("PUT /san/iscsi/remoteInitiators/" + HV1
                        + " {\"chapUser\":\"hv1\",\"chapSecret\":\"<hidden>\"}");
    }

    // refusals

    /** What stands in a command's way: a conflict that a look sees already, or one that only shows in further looks. */
    private record Obstacle(
            String name, Command<?> command, Runnable before, ErrorKind kind, String says, boolean seen) {}

    private List<Obstacle> obstacles() {
        Runnable other = () ->
                put("storage/volumes", "x", volume("tank/vg/csv1", GIB, 0, "").replace(GUID, "42"));
        Runnable mapped = () -> {
            putVolumeAndSnapshot();
            put("san/lunMappings", "m", mapping("m1", 0));
        };
        RemoveVolume remove = new RemoveVolume(plan(List.of(GOLD), List.of()));
        ErrorKind conflict = ErrorKind.CONFLICT;
        ErrorKind missing = ErrorKind.NOT_FOUND;
        return List.of(
                new Obstacle(
                        "not empty",
                        new RemoveVolumeGroup(GROUP),
                        () -> {
                            putGroup();
                            putVolume("tank/vg/csv1", GIB, 0, "");
                        },
                        conflict,
                        "tank/vg is not empty: it has volumes",
                        false),
                new Obstacle(
                        "half a block",
                        new GrowVolume(CSV1, Size.bytes(GIB + 512)),
                        () -> putVolume("tank/vg/csv1", GIB, 0, ""),
                        ErrorKind.REJECTED,
                        "1073742336 bytes are no whole number of its blocks of 32 KiB",
                        false),
                new Obstacle(
                        "no volume",
                        new GrowVolume(CSV1, Size.gib(2)),
                        () -> {},
                        missing,
                        "there is no volume tank/vg/csv1",
                        false),
                new Obstacle(
                        "no volume",
                        new PromoteVolume(CLONE, GOLD),
                        () -> {},
                        missing,
                        "there is no volume tank/vg/c1",
                        false),
                new Obstacle(
                        "another volume",
                        remove,
                        other,
                        conflict,
                        "tank/vg/csv1 is another volume by now: its guid is 42, not " + GUID,
                        true),
                new Obstacle("mapped", remove, mapped, conflict, "tank/vg/csv1 is mapped; unpublish it first", false),
                new Obstacle(
                        "more than planned",
                        new RemoveVolume(plan(List.of(), List.of())),
                        this::putVolumeAndSnapshot,
                        conflict,
                        "snapshot tank/vg/csv1@gold would go, too, and is not in the plan",
                        false),
                new Obstacle(
                        "another volume",
                        new RollbackVolume(GOLD, GUID),
                        other,
                        conflict,
                        "tank/vg/csv1 is another volume by now: its guid is 42, not " + GUID,
                        true),
                new Obstacle(
                        "no snapshot",
                        new RollbackVolume(GOLD, GUID),
                        () -> putVolume("tank/vg/csv1", GIB, 0, ""),
                        missing,
                        "there is no snapshot tank/vg/csv1@gold",
                        false),
                new Obstacle(
                        "mapped",
                        new RollbackVolume(GOLD, GUID),
                        mapped,
                        conflict,
                        "tank/vg/csv1 is mapped; unpublish it first",
                        false),
                new Obstacle(
                        "another snapshot",
                        new RemoveSnapshot(GOLD, "78", false),
                        this::putVolumeAndSnapshot,
                        conflict,
                        "tank/vg/csv1@gold is another snapshot by now: its guid is 77, not 78",
                        true),
                new Obstacle(
                        "clones",
                        new RemoveSnapshot(GOLD, "77", false),
                        () -> putSnapshot(ORIGIN, "5", "", "tank/vg/c1"),
                        conflict,
                        "tank/vg/csv1@gold has clones: [tank/vg/c1]",
                        false),
                new Obstacle(
                        "replication",
                        new RemoveSnapshot(GOLD, "77", true),
                        () -> putSnapshot(ORIGIN, "5", ",\"hprService\":\"dr\""),
                        conflict,
                        "tank/vg/csv1@gold belongs to replication, which takes it away itself",
                        false),
                new Obstacle(
                        "no target",
                        new RequireChap(TARGET, true),
                        () -> {},
                        missing,
                        "there is no target " + TARGET,
                        false),
                new Obstacle(
                        "in a group",
                        new RemoveTarget(TARGET),
                        () -> {
                            putTarget("none");
                            putMembers("targetgroups", "tg1", TARGET);
                        },
                        conflict,
                        TARGET + " is in target group tg1",
                        false),
                new Obstacle(
                        "no group",
                        new SetGroup(StorageGroup.Kind.HOST, "hg", Set.of(HV1)),
                        () -> {},
                        missing,
                        "there is no host group hg",
                        false),
                new Obstacle(
                        "somebody else",
                        new WidenGroup(StorageGroup.Kind.HOST, "hg", Set.of(HV1)),
                        () -> putMembers("hostgroups", "hg", HV2),
                        conflict,
                        "members were added meanwhile and would be left out: [" + HV2 + "]",
                        false),
                new Obstacle(
                        "mapped with it",
                        new RemoveGroup(StorageGroup.Kind.HOST, "hg"),
                        () -> {
                            putMembers("hostgroups", "hg", HV1);
                            put("san/lunMappings", "m", mapping("m1", 0));
                        },
                        conflict,
                        "volume tank/vg/csv1 is mapped with it",
                        false),
                new Obstacle(
                        "another mapping",
                        new RemoveMapping(new LunMapping("m1", CSV1, 7, "tg1", "hg")),
                        () -> put("san/lunMappings", "m", mapping("m1", 0)),
                        conflict,
                        "the id stands for another mapping by now: " + MAPPING,
                        true),
                new Obstacle(
                        "mapped nowhere",
                        new SetWriteCache(CSV1, true),
                        () -> {},
                        missing,
                        "volume tank/vg/csv1 has no logical unit; it is mapped nowhere",
                        false));
    }

    @TestFactory
    Stream<DynamicTest> steps_whenItWouldBeRefused_refuseWithTheSameWords() {
        return obstacles().stream()
                .map(one ->
                        DynamicTest.dynamicTest(one.command().getClass().getSimpleName() + ": " + one.name(), () -> {
                            forget();
                            one.before().run();
                            List<Fault> faults = List.of(
                                    catchThrowableOfType(Fault.class, () -> backend.steps(one.command(), call())),
                                    catchThrowableOfType(Fault.class, () -> backend.send(one.command(), call())));
                            assertThat(faults).allSatisfy(fault -> {
                                assertThat(fault).hasMessage(one.says());
                                assertThat(fault.kind()).isEqualTo(one.kind());
                                assertThat(fault.phase()).isEqualTo(FaultPhase.LASTING);
                            });
                            assertThat(sent()).isEmpty();
                            Observation<?> look = backend.look(one.command(), call());
                            if (one.seen()) {
                                contradicts(look, one.says());
                            } else {
                                assertThat(look).isNotInstanceOf(Observation.Present.class);
                            }
                        }));
    }

    private static void contradicts(Observation<?> look, String says) {
        assertThat(look).isInstanceOfSatisfying(Observation.Unknown.class, unknown -> {
            assertThat(unknown.reason()).isEqualTo(says);
            assertThat(unknown.cause())
                    .isInstanceOfSatisfying(
                            Fault.class, fault -> assertThat(fault.kind()).isEqualTo(ErrorKind.CONFLICT));
        });
    }

    @TestFactory
    @DisplayName("what is created is not looked for before, but a look and an explanation see another in its place")
    Stream<DynamicTest> create_whenAnotherIsThere_isAContradiction() {
        record Other(Command<?> command, Runnable before, String says) {}
        return Stream.of(
                        new Other(
                                new CreateVolume(CSV1, Size.gib(2), Size.kib(32), Provisioning.THIN),
                                () -> putVolume("tank/vg/csv1", GIB, 0, ""),
                                "it is there, but with size 1 GiB instead of 2 GiB"),
                        new Other(
                                new CreateTarget(TARGET, List.of(Portal.of("10.3.0.11"))),
                                () -> putTarget("none"),
                                "it is there, but with portals " + PORTALS + " instead of [10.3.0.11:3260]"),
                        new Other(
                                new CreateGroup(StorageGroup.Kind.HOST, "hg", Set.of(HV2)),
                                () -> putMembers("hostgroups", "hg", HV1),
                                "it is there, but with members [" + HV1 + "] instead of [" + HV2 + "]"),
                        new Other(
                                new CloneSnapshot(GOLD, CLONE),
                                () -> putVolume("tank/vg/c1", GIB, 0, ""),
                                "it is there, but as no clone instead of one of " + GOLD))
                .map(one -> DynamicTest.dynamicTest(one.command().getClass().getSimpleName(), () -> {
                    forget();
                    one.before().run();
                    contradicts(backend.look(one.command(), call()), one.says());
                    assertThat(catchThrowableOfType(Fault.class, () -> backend.steps(one.command(), call())))
                            .hasMessage(one.says());
                    changes = asked -> error(409, "EEXIST");
                    nas.forget();
                    assertThat(catchThrowableOfType(Fault.class, () -> backend.send(one.command(), call()))
                                    .code())
                            .isEqualTo("EEXIST");
                    assertThat(nas.lines().get(0)).startsWith("POST ");
                }));
    }

    @Test
    void widen_whenSomebodyWidenedItFurther_isSeenAndStillNotSent() {
        putMembers("hostgroups", "hg", HV1, HV2);
        WidenGroup widen = new WidenGroup(StorageGroup.Kind.HOST, "hg", Set.of(HV1));
        assertThat(backend.look(widen, call()))
                .isEqualTo(Observation.present(new StorageGroup(StorageGroup.Kind.HOST, "hg", Set.of(HV1, HV2))));
        assertThat(catchThrowableOfType(Fault.class, () -> backend.send(widen, call())))
                .hasMessage("members were added meanwhile and would be left out: [" + HV2 + "]");
        assertThat(sent()).isEmpty();
    }

    // somebody else who writes at the same time

    private Fault sendFails(Command<?> command) {
        return catchThrowableOfType(Fault.class, () -> backend.send(command, call()));
    }

    @Test
    @DisplayName(
            "who wrote a list that he had read before undoes an addition: that is seen, and repeating it adds to his")
    void add_whenSomebodyElseWritesHisListOver_isSeen() {
        putMembers("hostgroups", "hg", HV1);
        AddMembers add = new AddMembers(StorageGroup.Kind.HOST, "hg", Set.of(HV2));
        changes = asked -> {
            putMembers("hostgroups", "hg", HV1, HV3);
            return json(200, null);
        };
        Fault undone = sendFails(add);
        assertThat(undone.kind()).isEqualTo(ErrorKind.CONFLICT);
        assertThat(undone).hasMessageContaining("somebody else has written it").hasMessageContaining(HV3.value());
        changes = asked -> {
            putMembers("hostgroups", "hg", HV1, HV2, HV3);
            return json(200, null);
        };
        nas.forget();
        assertThat(backend.send(add, call()))
                .isEqualTo(new StorageGroup(StorageGroup.Kind.HOST, "hg", Set.of(HV1, HV2, HV3)));
        assertThat(sent())
                .containsExactly(
                        "PUT /san/hostgroups/hg {\"members\":[\"" + HV1 + "\",\"" + HV2 + "\",\"" + HV3 + "\"]}");
    }

    @Test
    void add_whenItWasUndoneByARemoval_isRepeated() {
        putMembers("hostgroups", "hg", HV1);
        changes = asked -> json(200, null);
        Fault undone = sendFails(new AddMembers(StorageGroup.Kind.HOST, "hg", Set.of(HV2)));
        assertThat(undone.phase()).isEqualTo(FaultPhase.TRANSIENT);
        assertThat(undone.kind()).isEqualTo(ErrorKind.CONFLICT);
    }

    @Test
    @DisplayName("an addition is looked at once others who had read the group must have written it")
    void add_looksOnceOthersMustHaveWritten() {
        putMembers("hostgroups", "hg", HV1);
        Duration before = nas.runtime.passed();
        changes = asked -> {
            putMembers("hostgroups", "hg", HV1, HV2);
            return json(200, null);
        };
        backend.send(new AddMembers(StorageGroup.Kind.HOST, "hg", Set.of(HV2)), call());
        assertThat(nas.runtime.passed().minus(before)).isGreaterThanOrEqualTo(Duration.ofMillis(300));
    }

    @Test
    void widen_whenSomebodyElseWritesHisListOver_isSeen() {
        putMembers("hostgroups", "hg", HV1);
        changes = asked -> {
            putMembers("hostgroups", "hg", HV1, HV3);
            return json(200, null);
        };
        assertThat(sendFails(new WidenGroup(StorageGroup.Kind.HOST, "hg", Set.of(HV1, HV2))))
                .hasMessageContaining("was written and has members");
        putMembers("hostgroups", "hg", HV1);
        changes = asked -> {
            putMembers("hostgroups", "hg", HV1, HV2, HV3);
            return json(200, null);
        };
        assertThat(backend.send(new WidenGroup(StorageGroup.Kind.HOST, "hg", Set.of(HV1, HV2)), call()))
                .isEqualTo(new StorageGroup(StorageGroup.Kind.HOST, "hg", Set.of(HV1, HV2, HV3)));
    }

    @Test
    @DisplayName(
            "a member that came meanwhile and that nobody has seen is put out by nobody's word: a conflict at once")
    void set_whenSomebodyCameMeanwhile_isAConflictAtOnce() {
        putMembers("hostgroups", "hg", HV1, HV2);
        SetGroup narrow = new SetGroup(StorageGroup.Kind.HOST, "hg", Set.of(HV1));
        changes = asked -> {
            putMembers("hostgroups", "hg", HV1, HV3);
            return json(200, null);
        };
        assertThat(sendFails(narrow).phase()).isEqualTo(FaultPhase.LASTING);
        putMembers("hostgroups", "hg", HV1, HV2);
        changes = asked -> json(200, null);
        assertThat(sendFails(narrow).phase()).isEqualTo(FaultPhase.TRANSIENT);
    }

    @Test
    @DisplayName("what is read back otherwise than it was set is no success, whatever it is")
    void change_thatSomebodyElseUndoes_isNoSuccess() {
        changes = asked -> json(200, null);
        putTarget("none");
        putVolume("tank/vg/csv1", GIB, 0, "");
        putVolume("tank/vg/c1", GIB, 0, ORIGIN);
        put("san/lunMappings", "m", mapping("m1", 0));
        putUnit(false);
        putInitiator("hv1-old", true);
        for (Command<?> command : List.of(
                new RequireChap(TARGET, true),
                new GrowVolume(CSV1, Size.gib(2)),
                new PromoteVolume(CLONE, GOLD),
                new SetWriteCache(CSV1, false),
                new SetChap(HV1, LOGIN, false))) {
            Fault undone = sendFails(command);
            assertThat(undone).as(command.name()).isNotNull();
            assertThat(undone.kind()).as(command.name()).isEqualTo(ErrorKind.CONFLICT);
            assertThat(undone.phase()).as(command.name()).isEqualTo(FaultPhase.TRANSIENT);
        }
    }

    @Test
    void create_ofWhatHasLostMembersSince_isNoSuccess() {
        changes = asked -> {
            putMembers("hostgroups", "hg", HV1);
            return json(200, null);
        };
        assertThat(sendFails(new CreateGroup(StorageGroup.Kind.HOST, "hg", Set.of(HV1, HV2))))
                .hasMessage("it was made and has lost [" + HV2 + "] since: somebody else changed it");
        changes = asked -> {
            putTarget("none");
            return json(200, null);
        };
        assertThat(sendFails(new CreateTarget(TARGET, List.of(PORTALS.get(0), Portal.of("10.9.9.9")))))
                .hasMessage("it was made and has lost [10.9.9.9:3260] since: somebody else changed it");
    }

    @Test
    void rollback_ofNoVolume_isSurelyNotDone() {
        assertThat(backend.look(new RollbackVolume(GOLD, GUID), call())).isEqualTo(Observation.absent());
        assertThat(catchThrowableOfType(Fault.class, () -> backend.send(new RollbackVolume(GOLD, GUID), call())))
                .hasMessage("there is no volume tank/vg/csv1");
    }

    @Test
    void setChap_whichIsRenewed_sendsThoughOneIsSet() {
        putInitiator("hv1", true);
        backend.send(new SetChap(HV1, LOGIN, false), call());
        assertThat(sent()).isEmpty();
        backend.send(new SetChap(HV1, LOGIN, true), call());
        assertThat(sent()).hasSize(1);
        assertThat(backend.look(new SetChap(HV1, LOGIN, true), call()))
                .isEqualTo(Observation.unknown("a secret that is set cannot be read", null));
        putInitiator("hv1-old", true);
        assertThat(backend.look(new SetChap(HV1, LOGIN, true), call())).isEqualTo(Observation.absent());
    }

    // the logical unit of a volume that was just mapped

    private void showsAfter(int looks) {
        AtomicInteger left = new AtomicInteger(looks);
        nas.answers = asked ->
                asked.is("GET", "/san/logicalUnits") && left.getAndDecrement() > 0 ? list(List.of()) : answer(asked);
    }

    @Test
    void writeCache_whenTheUnitOfAMappedVolumeShowsLate_isWaitedFor() {
        put("san/lunMappings", "m", mapping("m1", 0));
        putUnit(false);
        changes = asked -> {
            putUnit(true);
            return json(200, null);
        };
        showsAfter(3);
        int slept = nas.runtime.slept().size();
        assertThat(backend.send(new SetWriteCache(CSV1, false), call()).writeCacheDisabled())
                .isTrue();
        assertThat(nas.runtime.slept().subList(slept, nas.runtime.slept().size()))
                .containsExactly(50L, 100L);
        assertThat(nas.lines())
                .containsExactly(
                        "GET /san/logicalUnits",
                        "GET /san/lunMappings",
                        "GET /san/logicalUnits",
                        "GET /san/logicalUnits",
                        "GET /san/logicalUnits",
                        "PUT /san/logicalUnits/" + UNIT,
                        "GET /san/logicalUnits");
        showsAfter(3);
        assertThat(explained(new SetWriteCache(CSV1, true)))
                .containsExactly("PUT /san/logicalUnits/" + UNIT + " {\"writebackCacheDisabled\":false}");
        showsAfter(1);
        assertThat(backend.look(new SetWriteCache(CSV1, false), call())).isEqualTo(Observation.absent());
    }

    @Test
    void writeCache_whenTheUnitNeverShows_isNotSetAndSaysWhatItWaitedFor() {
        put("san/lunMappings", "m", mapping("m1", 0));
        Fault fault = catchThrowableOfType(Fault.class, () -> backend.send(new SetWriteCache(CSV1, false), call()));
        assertThat(fault)
                .hasMessageContaining("did not show in time that the logical unit of volume tank/vg/csv1 is there;"
                        + " nothing was changed");
        assertThat(fault.kind()).isEqualTo(ErrorKind.BUSY);
        assertThat(fault.phase()).isEqualTo(FaultPhase.TRANSIENT);
        assertThat(sent()).isEmpty();
    }

    @Test
    void writeCache_ofAVolumeThatIsMappedNowhere_failsWithoutWaiting() {
        int slept = nas.runtime.slept().size();
        assertThat(catchThrowableOfType(Fault.class, () -> backend.send(new SetWriteCache(CSV1, false), call()))
                        .kind())
                .isEqualTo(ErrorKind.NOT_FOUND);
        assertThat(nas.runtime.slept()).hasSize(slept);
        assertThat(nas.lines()).containsExactly("GET /san/logicalUnits", "GET /san/lunMappings");
    }
}
