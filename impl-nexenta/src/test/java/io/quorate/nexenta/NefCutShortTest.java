package io.quorate.nexenta;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.Credentials;
import io.quorate.Quorate;
import io.quorate.QuorateRuntime;
import io.quorate.RetrySettings;
import io.quorate.Secret;
import io.quorate.call.AuditRecord;
import io.quorate.error.OutcomeUnknownException;
import io.quorate.error.QuorateException;
import io.quorate.nexenta.CutShort.Act;
import io.quorate.nexenta.CutShort.Ended;
import io.quorate.san.DatasetPath;
import io.quorate.san.Iqn;
import io.quorate.storage.StorageClient;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Who waits for an appliance is let go at once, wherever it waits, and nothing is left behind. */
class NefCutShortTest {
    private static final Duration LONG = Duration.ofSeconds(20);
    private static final DatasetPath CSV1 = DatasetPath.of("tank/vg/csv1");
    private static final String ACCEPTED = "202 {\"links\":[{\"rel\":\"monitor\",\"href\":\"/jobStatus/j-1\"}]}";

    /** Where a call waits. */
    enum Moment {
        CONNECT(false),
        TLS_HANDSHAKE(false),
        LOGIN_IS_AWAITED(false),
        LOGIN_OF_ANOTHER_IS_AWAITED(false),
        READ_IS_AWAITED(false),
        ANSWER_STOPS_IN_THE_MIDDLE(false),
        TURN_IS_AWAITED(false),
        CHANGE_IS_AWAITED(true),
        JOB_GOES_ON(true),
        LOOK_AT_THE_JOB_IS_AWAITED(true),
        MAPPING_DOES_NOT_SHOW(true),
        BACKOFF_WHILE_IT_IS_BUSY(false);

        /** Whether the change may have been carried out. */
        final boolean sent;

        Moment(boolean sent) {
            this.sent = sent;
        }

        String answer(String line) {
            boolean change = line.startsWith("POST /san");
            return switch (this) {
                case LOGIN_IS_AWAITED, LOGIN_OF_ANOTHER_IS_AWAITED -> SlowNas.NOTHING;
                case READ_IS_AWAITED -> line.startsWith("GET ") ? SlowNas.NOTHING : "200 {}";
                case ANSWER_STOPS_IN_THE_MIDDLE -> SlowNas.HALF;
                case TURN_IS_AWAITED, CHANGE_IS_AWAITED -> change ? SlowNas.NOTHING : "200 {\"data\":[]}";
                case JOB_GOES_ON -> change || line.contains("jobStatus") ? ACCEPTED : "200 {\"data\":[]}";
                case LOOK_AT_THE_JOB_IS_AWAITED ->
                    change ? ACCEPTED : line.contains("jobStatus") ? SlowNas.NOTHING : "200 {\"data\":[]}";
                case BACKOFF_WHILE_IT_IS_BUSY -> "503 {\"code\":\"EBUSY\"}";
                default -> change ? "201 {}" : "200 {\"data\":[]}";
            };
        }

        Predicate<Thread> waits(SlowNas nas) {
            return switch (this) {
                case CONNECT -> CutShort.inside("Socket", "connect");
                case LOGIN_OF_ANOTHER_IS_AWAITED -> CutShort.inside("NefLogin", "join");
                case TURN_IS_AWAITED ->
                    CutShort.inside("NefHost", "takeTurn").and(CutShort.inside("Semaphore", "tryAcquire"));
                case JOB_GOES_ON, MAPPING_DOES_NOT_SHOW, BACKOFF_WHILE_IT_IS_BUSY ->
                    CutShort.inside("SystemRuntime", "sleep");
                default -> thread -> nas.hanging.get() > 0;
            };
        }

        void call(StorageClient storage, String group) {
            switch (this) {
                case READ_IS_AWAITED, ANSWER_STOPS_IN_THE_MIDDLE ->
                    storage.volumes().list();
                case MAPPING_DOES_NOT_SHOW -> storage.mappings().create(CSV1, "tg", "hg");
                default -> storage.hostGroups().create(group, Set.of(Iqn.of("iqn.1991-05.com.microsoft:hv1")));
            }
        }

        int others() {
            return this == TURN_IS_AWAITED ? 4 : this == LOGIN_OF_ANOTHER_IS_AWAITED ? 1 : 0;
        }
    }

    /** Without the sweep every other moment, with one of the acts each. */
    static Stream<Arguments> momentsAndActs() {
        return Stream.of(Moment.values())
                .flatMap(moment -> Stream.of(Act.values())
                        .filter(act -> Boolean.getBoolean("quorate.sweep") || moment.ordinal() % 4 == 2 * act.ordinal())
                        .map(act -> Arguments.of(moment, act)));
    }

    @ParameterizedTest(name = "{1} while {0}")
    @MethodSource("momentsAndActs")
    @DisplayName("a call that is cut short ends within a second, tells the truth and leaves nothing")
    void cutShort(Moment moment, Act act) throws Exception {
        Duration took = LONG;
        for (int i = 0; i < CutShort.TRIES && took.compareTo(CutShort.SOON) > 0; i++) {
            took = play(moment, act);
        }
        assertThat(took).isLessThanOrEqualTo(CutShort.SOON);
    }

    private static Duration play(Moment moment, Act act) throws Exception {
        List<AuditRecord> audit = new CopyOnWriteArrayList<>();
        List<Thread> others = new ArrayList<>();
        Duration took;
        try (SlowNas nas = new SlowNas();
                CutShort.Deaf deaf = new CutShort.Deaf()) {
            nas.answers = moment::answer;
            int port = moment == Moment.CONNECT ? deaf.port() : nas.port();
            String scheme = moment == Moment.TLS_HANDSHAKE ? "https" : "http";
            Quorate quorate = Quorate.builder()
                    .runtime(QuorateRuntime.system())
                    .retry(RetrySettings.defaults().withDelays(LONG, LONG))
                    .audit(audit::add)
                    .endpoint(
                            "nas",
                            "nexenta://nas1",
                            spec -> spec.host("nas1", URI.create(scheme + "://127.0.0.1:" + port))
                                    .credentials(Credentials.basic("admin", Secret.of("secret")))
                                    .option("allowPlaintext", "true"))
                    .build();
            try (quorate) {
                for (int i = 0; i < moment.others(); i++) {
                    String group = "hg" + i;
                    Thread other = new Thread(() -> silently(() -> moment.call(quorate.storage("nas"), group)));
                    other.start();
                    others.add(other);
                }
                assertThat(CutShort.eventually(() -> nas.hanging.get() >= moment.others()))
                        .isTrue();
                int before = nas.asked.size();

                Ended ended = CutShort.play(
                        quorate::close, () -> moment.call(quorate.storage("nas"), "hg"), moment.waits(nas), act);

                took = ended.took();
                assertThat(ended.failure())
                        .isInstanceOf(moment.sent ? OutcomeUnknownException.class : QuorateException.class);
                assertThat(ended.failure())
                        .hasMessageContaining(
                                act == Act.CLOSE
                                        ? "closed"
                                        : moment == Moment.BACKOFF_WHILE_IT_IS_BUSY ? "" : "interrupted");
                assertThat(ended.flag()).isEqualTo(act == Act.INTERRUPT);
                assertThat(nas.asked.stream().skip(before).filter(line -> line.startsWith("POST /san")))
                        .as("it is sent once at most")
                        .hasSizeLessThanOrEqualTo(1);
                others.forEach(Thread::interrupt);
            }
            for (Thread other : others) {
                other.join(30_000);
                assertThat(other.isAlive()).isFalse();
            }
            CutShort.assertAudited(audit);
            assertThat(CutShort.eventually(() -> nas.open.get() == 0))
                    .as("connections")
                    .isTrue();
        }
        assertThat(CutShort.eventually(() -> CutShort.ourThreads().isEmpty()))
                .as(() -> CutShort.ourThreads().toString())
                .isTrue();
        return took;
    }

    private static void silently(Runnable call) {
        try {
            call.run();
        } catch (QuorateException e) {
            // as it should be
        }
    }
}
