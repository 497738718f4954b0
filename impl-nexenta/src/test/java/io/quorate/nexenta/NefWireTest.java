package io.quorate.nexenta;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static io.quorate.nexenta.StubNas.accepted;
import static io.quorate.nexenta.StubNas.error;
import static io.quorate.nexenta.StubNas.html;
import static io.quorate.nexenta.StubNas.json;
import static io.quorate.nexenta.StubNas.list;
import static io.quorate.nexenta.StubNas.volume;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.http.Fault;
import io.quorate.Consent;
import io.quorate.Size;
import io.quorate.error.AccessDeniedException;
import io.quorate.error.BadReplyException;
import io.quorate.error.BusyException;
import io.quorate.error.ConflictException;
import io.quorate.error.DeadlineExceededException;
import io.quorate.error.NotFoundException;
import io.quorate.error.OutcomeUnknownException;
import io.quorate.error.QuorateException;
import io.quorate.error.RejectedException;
import io.quorate.error.UnreachableException;
import io.quorate.san.DatasetPath;
import io.quorate.storage.StorageClient;
import io.quorate.storage.Volume;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tokens, jobs, errors and hostile answers, through the public API over WireMock. */
class NefWireTest {
    private static final DatasetPath CSV1 = DatasetPath.of("tank/vg/csv1");
    private static final long GIB = 1L << 30;
    private static final String CSV1_THIN = volume("tank/vg/csv1", GIB, 0, "");

    private static StubNas nas;

    @BeforeAll
    static void start() {
        nas = new StubNas();
    }

    @AfterAll
    static void stop() {
        nas.close();
    }

    @BeforeEach
    void forget() {
        nas.forget();
        nas.door = asked -> json(200, "{\"token\":\"" + StubNas.TOKEN + nas.logins.get() + "\"}");
    }

    private static void inTurn(ResponseDefinitionBuilder... answers) {
        Deque<ResponseDefinitionBuilder> left = new ArrayDeque<>(Arrays.asList(answers));
        nas.answers = asked -> {
            synchronized (left) {
                return left.size() > 1 ? left.remove() : left.getFirst();
            }
        };
    }

    // tokens

    @Test
    void token_isFetchedOnceAndSentWithEveryRequest() {
        inTurn(list(List.of(CSV1_THIN)));
        StorageClient storage = nas.storage();
        storage.volumes().get(CSV1);
        storage.volumes().get(CSV1);

        assertThat(nas.logins).hasValue(1);
        assertThat(nas.asked.get(0).body())
                .isEqualTo("{\"username\":\"admin\",\"password\":\"" + StubNas.PASSWORD + "\"}");
        assertThat(nas.asked)
                .filteredOn(one -> one.method().equals("GET"))
                .hasSize(2)
                .allSatisfy(one -> assertThat(one.token()).isEqualTo(StubNas.TOKEN + "1"));
    }

    @Test
    void expiredToken_isRenewedOnceAndTheRequestRepeated() {
        nas.answers =
                asked -> asked.token().equals(StubNas.TOKEN + "2") ? list(List.of(CSV1_THIN)) : error(401, "EAUTH");
        assertThat(nas.storage().volumes().get(CSV1).path()).isEqualTo(CSV1);
        assertThat(nas.logins).hasValue(2);
        assertThat(nas.lines()).hasSize(2);
    }

    @Test
    void expiredToken_whenManyMeetIt_isRenewedByOneOfThem() throws Exception {
        AtomicBoolean expired = new AtomicBoolean();
        CountDownLatch met = new CountDownLatch(6);
        nas.answers = asked -> {
            if (expired.get() && asked.token().equals(StubNas.TOKEN + "1")) {
                // Nobody hears of it before everybody has asked.
                met.countDown();
                await(met);
                return error(401, "EAUTH");
            }
            return list(List.of(CSV1_THIN));
        };
        StorageClient storage = nas.storage();
        storage.volumes().get(CSV1);
        expired.set(true);
        ExecutorService threads = Executors.newFixedThreadPool(6);
        try {
            List<Future<Volume>> calls = IntStream.range(0, 6)
                    .mapToObj(i -> threads.submit(() -> storage.volumes().get(CSV1)))
                    .toList();
            for (Future<Volume> call : calls) {
                assertThat(call.get(60, TimeUnit.SECONDS).path()).isEqualTo(CSV1);
            }
        } finally {
            threads.shutdownNow();
        }
        assertThat(nas.logins).hasValue(2);
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(60, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void token_whenItsSuccessorIsRefusedToo_isAccessDeniedAndNothingIsRepeated() {
        inTurn(error(401, "EAUTH"));
        AccessDeniedException e = catchThrowableOfType(
                AccessDeniedException.class, () -> nas.patient().volumes().get(CSV1));
        assertThat(e.code()).isEqualTo("EAUTH");
        assertThat(nas.logins).hasValue(2);
        assertThat(nas.lines()).hasSize(2);
    }

    @Test
    void keptToken_whenItAndItsSuccessorAreRefused_isAccessDeniedAfterOneLogIn() {
        inTurn(list(List.of(CSV1_THIN)), error(401, "EAUTH"));
        StorageClient storage = nas.patient();
        storage.volumes().get(CSV1);
        assertThatThrownBy(() -> storage.volumes().get(CSV1)).isInstanceOf(AccessDeniedException.class);
        assertThat(nas.logins).hasValue(2);
        assertThat(nas.lines()).hasSize(3);
    }

    @Test
    void expiredLicence_endsAtOnceWithoutLoggingInAgain() {
        inTurn(error(401, "ELICENSE"));
        RejectedException e = catchThrowableOfType(
                RejectedException.class, () -> nas.patient().volumes().get(CSV1));
        assertThat(e.code()).isEqualTo("ELICENSE");
        assertThat(e.hint()).contains("licence");
        assertThat(nas.logins).hasValue(1);
        assertThat(nas.lines()).hasSize(1);
    }

    @Test
    void refusedLogIn_isNeverRepeated() {
        nas.door = asked -> error(401, "EAUTH");
        assertThatThrownBy(() -> nas.patient().volumes().get(CSV1))
                .isInstanceOf(AccessDeniedException.class)
                .hasMessageContaining("EAUTH");
        assertThat(nas.logins).hasValue(1);
        assertThat(nas.lines()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{\"token\":5}", "{\"token\":\"\"}", "{\"token\":\"a\\nb\"}", "[]", "garbage", ""})
    void logIn_whenTheAnswerHoldsNoToken_isABadReply(String body) {
        nas.door = asked -> json(200, body);
        assertThatThrownBy(() -> nas.storage().volumes().get(CSV1)).isInstanceOf(BadReplyException.class);
        assertThat(nas.lines()).isEmpty();
    }

    @Test
    void logIn_whenItsAnswerIsLost_leavesACreateUnsentAndRepeatable() {
        AtomicInteger doors = new AtomicInteger();
        nas.door = asked -> doors.incrementAndGet() == 1
                ? aResponse().withFault(Fault.CONNECTION_RESET_BY_PEER)
                : json(200, "{\"token\":\"t\"}");
        AtomicBoolean made = new AtomicBoolean();
        nas.answers = asked -> {
            if (asked.method().equals("POST")) {
                made.set(true);
                return json(201, null);
            }
            return made.get() ? list(List.of(CSV1_THIN)) : list(List.of());
        };
        assertThat(nas.patient().volumes().create(CSV1, spec -> spec.size(Size.gib(1))))
                .isNotNull();
        assertThat(nas.changes()).hasSize(1);
    }

    // jobs

    private static void job(ResponseDefinitionBuilder... polls) {
        Deque<ResponseDefinitionBuilder> left = new ArrayDeque<>(Arrays.asList(polls));
        AtomicBoolean done = new AtomicBoolean();
        nas.answers = asked -> {
            if (asked.method().equals("POST")) {
                return accepted();
            }
            if (asked.path().equals("/jobStatus/j-1")) {
                ResponseDefinitionBuilder next = left.size() > 1 ? left.remove() : left.getFirst();
                done.set(left.size() == 1);
                return next;
            }
            return done.get() ? list(List.of(CSV1_THIN)) : list(List.of());
        };
    }

    private static Volume create() {
        return nas.storage().volumes().create(CSV1, spec -> spec.size(Size.gib(1)));
    }

    @Test
    @DisplayName("a job is watched every 50 ms at first, so one of 0.1 s is seen done within 0.15 s")
    void job_isFollowedByItsMonitorLinkWithGrowingPauses() {
        job(accepted(), accepted(), json(201, null));
        Duration before = nas.runtime.passed();
        int sleeps = nas.runtime.slept().size();
        assertThat(create().path()).isEqualTo(CSV1);
        assertThat(nas.runtime.slept().subList(sleeps, sleeps + 3)).containsExactly(50L, 50L, 50L);
        assertThat(nas.runtime.passed().minus(before)).isEqualTo(Duration.ofMillis(150));
        assertThat(nas.count("GET", "/jobStatus/j-1")).isEqualTo(3);
        assertThat(nas.changes()).hasSize(1);
    }

    @Test
    void job_whenItFails_isTheErrorOfTheRequest() {
        job(accepted(), error(500, "ENOSPC"));
        RejectedException e = catchThrowableOfType(RejectedException.class, NefWireTest::create);
        assertThat(e.code()).isEqualTo("ENOSPC");
        assertThat(e.hint()).contains("pool");
    }

    @Test
    void job_withoutMonitorLink_isSettledByReadingBack() {
        AtomicBoolean posted = new AtomicBoolean();
        nas.answers = asked -> {
            if (asked.method().equals("POST")) {
                posted.set(true);
                return json(202, "{\"links\":[{\"rel\":\"self\",\"href\":\"/jobStatus/j-1\"}]}");
            }
            return posted.get() ? list(List.of(CSV1_THIN)) : list(List.of());
        };
        assertThat(create().path()).isEqualTo(CSV1);
        assertThat(nas.lines()).noneMatch(line -> line.contains("jobStatus"));
        assertThat(nas.changes()).hasSize(1);
    }

    @Test
    void job_thatIsForgotten_isSettledByReadingBack() {
        job(accepted(), error(404, "ENOENT"));
        assertThat(create().path()).isEqualTo(CSV1);
        assertThat(nas.changes()).hasSize(1);
    }

    @Test
    void job_whenTheTokenDiesWhileItRuns_isFollowedWithANewOne() {
        AtomicInteger polls = new AtomicInteger();
        nas.answers = asked -> {
            if (asked.method().equals("POST")) {
                return accepted();
            }
            if (asked.path().equals("/jobStatus/j-1")) {
                if (polls.incrementAndGet() == 2) {
                    return error(401, "EAUTH");
                }
                return polls.get() < 4 ? accepted() : json(200, null);
            }
            return polls.get() > 0 ? list(List.of(CSV1_THIN)) : list(List.of());
        };
        assertThat(create().path()).isEqualTo(CSV1);
        assertThat(nas.logins).hasValue(2);
        assertThat(nas.changes()).hasSize(1);
    }

    @Test
    void job_whenALookAtItIsLost_isLookedAtAgain() {
        job(html(503), aResponse().withFault(Fault.CONNECTION_RESET_BY_PEER), json(200, null));
        assertThat(create().path()).isEqualTo(CSV1);
        assertThat(nas.changes()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {429, 503})
    @DisplayName("a look at a job that is turned away as one too many says nothing of the job: it is not begun again")
    void job_whenALookAtItIsRefused_isLookedAtAgain(int status) {
        job(error(status, "EAGAIN"), error(status, "EBUSY"), json(200, null));
        assertThat(create().path()).isEqualTo(CSV1);
        assertThat(nas.changes()).hasSize(1);
    }

    @Test
    void job_thatNeverEnds_endsWithTheCall() {
        AtomicBoolean posted = new AtomicBoolean();
        nas.answers = asked -> {
            if (asked.method().equals("POST")) {
                posted.set(true);
            }
            return asked.path().equals("/storage/volumes") && asked.method().equals("GET")
                    ? list(List.of())
                    : accepted();
        };
        Duration before = nas.runtime.passed();
        QuorateException e = catchThrowableOfType(QuorateException.class, NefWireTest::create);
        assertThat(e).isInstanceOf(DeadlineExceededException.class).hasMessageContaining("not done in time");
        assertThat(nas.runtime.passed().minus(before)).isLessThanOrEqualTo(Duration.ofMinutes(2));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://other.example:1/jobStatus/j-1",
                "//other.example/jobStatus/j-1",
                "https://127.0.0.1:1/jobStatus/j-1",
                "javascript:alert(1)"
            })
    void job_whenItsLinkLeadsElsewhere_isNotFollowed(String href) {
        nas.answers = asked -> asked.method().equals("POST")
                ? json(202, "{\"links\":[{\"rel\":\"monitor\",\"href\":\"" + href + "\"}]}")
                : list(List.of());
        QuorateException e = catchThrowableOfType(QuorateException.class, NefWireTest::create);
        assertThat(e).isInstanceOf(BadReplyException.class);
        assertThat(nas.lines()).noneMatch(line -> line.contains("jobStatus"));
    }

    @Test
    void job_whenItsLinkNamesThisHost_isFollowed() {
        AtomicBoolean polled = new AtomicBoolean();
        nas.answers = asked -> {
            if (asked.method().equals("POST")) {
                return json(
                        202,
                        "{\"links\":[{\"rel\":\"monitor\",\"href\":\"http://127.0.0.1:" + nas.server.port()
                                + "/v1.2.6/jobStatus/j%2F1\"}]}");
            }
            if (asked.path().equals("/v1.2.6/jobStatus/j%2F1")) {
                polled.set(true);
                return json(200, null);
            }
            return polled.get() ? list(List.of(CSV1_THIN)) : list(List.of());
        };
        assertThat(create().path()).isEqualTo(CSV1);
    }

    // answers

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "[]",
                "{\"data\":{}}",
                "{\"data\":[5]}",
                "{\"data\":[{}]}",
                "{\"data\":[{\"path\":\"tank/vg/csv1\"",
                "{\"data\":[]} trailing",
                "{\"data\":[],\"links\":[{\"rel\":\"next\",\"href\":\"/storage/volumes?offset=0\"}]}",
                "not json",
                "{\"data\":[{\"path\":\"tank/vg/other\"}]}",
                "{\"data\":[{\"path\":5}]}",
                "{\"data\":[{\"path\":\"tank/vg/csv1\",\"guid\":\"1\",\"volumeSize\":\"huge\",\"volumeBlockSize\":512}]}",
                "{\"data\":[{\"path\":\"tank/vg/csv1\",\"guid\":\"1\",\"volumeSize\":-5,\"volumeBlockSize\":512}]}",
                "{\"data\":[{\"path\":\"tank/vg/csv1\",\"guid\":\"1\",\"volumeSize\":1e999999999,\"volumeBlockSize\":512}]}",
                "{\"data\":[{\"path\":\"tank/vg/csv1\",\"guid\":\"1\",\"volumeSize\":99999999999999999999,\"volumeBlockSize\":512}]}",
                "{\"data\":[{\"path\":\"tank/vg/csv1\",\"guid\":\"x\",\"volumeSize\":512,\"volumeBlockSize\":512}]}",
            })
    void answer_thatCannotBe_isABadReply(String body) {
        nas.answers = asked -> json(200, body);
        assertThatThrownBy(() -> nas.storage().volumes().get(CSV1)).isInstanceOf(BadReplyException.class);
    }

    @Test
    void answer_nestedWithoutEnd_isABadReply() {
        nas.answers = asked -> json(200, "[".repeat(100_000));
        assertThatThrownBy(() -> nas.storage().volumes().get(CSV1)).isInstanceOf(BadReplyException.class);
    }

    @Test
    @DisplayName("a megabyte of brackets is no megabytes of objects")
    void answer_ofMoreTokensThanAnyPageHas_isABadReply() {
        String junk = "\"junk\":[" + "{},".repeat(200_000) + "{}]";
        nas.answers = asked -> list(List.of(CSV1_THIN.replace("\"unheardOf\":{\"deep\":[1,2,{}]}", junk)));
        assertThatThrownBy(() -> nas.storage().volumes().get(CSV1)).isInstanceOf(BadReplyException.class);
    }

    @Test
    void answer_withUnknownFields_isRead() {
        inTurn(list(List.of(CSV1_THIN)));
        Volume volume = nas.storage().volumes().get(CSV1);
        assertThat(volume.guid()).isEqualTo("1234567890123456789");
        assertThat(volume.size()).isEqualTo(Size.gib(1));
        assertThat(volume.origin()).isNull();
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 404, 500, 502, 503})
    void htmlInsteadOfJson_isABadReplyThatHintsAtTheManagement(int status) {
        nas.answers = asked -> html(status);
        BadReplyException e = catchThrowableOfType(
                BadReplyException.class, () -> nas.storage().volumes().get(CSV1));
        assertThat(e).hasMessageContaining("HTML");
        assertThat(e.hint()).contains("management may be sick while iSCSI still serves");
    }

    @Test
    void emptyError_isAnError() {
        nas.answers = asked -> json(500, null);
        assertThatThrownBy(() -> nas.storage().volumes().get(CSV1))
                .isInstanceOf(BadReplyException.class)
                .hasMessageContaining("500 with nothing");
    }

    @Test
    void htmlAfterACreate_isReadBackInsteadOfRepeated() {
        AtomicBoolean posted = new AtomicBoolean();
        nas.answers = asked -> {
            if (asked.method().equals("POST")) {
                posted.set(true);
                return html(502);
            }
            return posted.get() ? list(List.of(CSV1_THIN)) : list(List.of());
        };
        assertThat(nas.patient()
                        .volumes()
                        .create(CSV1, spec -> spec.size(Size.gib(1)))
                        .path())
                .isEqualTo(CSV1);
        assertThat(nas.changes()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"<html>please log in</html>", "OK"})
    @DisplayName("a success that is not the management's word is not taken for done")
    void removal_whenSomethingElseSaysSuccess_isNotDone(String said) {
        String there = "{\"path\":\"" + CSV1 + "@s1\",\"guid\":\"7\",\"creationTxg\":\"1\",\"clones\":[]}";
        nas.answers = asked ->
                asked.method().equals("DELETE") ? aResponse().withStatus(200).withBody(said) : json(200, there);
        assertThatThrownBy(() -> nas.storage().snapshots().remove(CSV1.at("s1"), Consent.to("7", "a test")))
                .isInstanceOf(BadReplyException.class);
    }

    @Test
    void success_mayBeEmpty() {
        AtomicBoolean posted = new AtomicBoolean();
        nas.answers = asked -> {
            if (asked.method().equals("POST")) {
                posted.set(true);
                return json(200, null);
            }
            return posted.get() ? list(List.of(CSV1_THIN)) : list(List.of());
        };
        assertThat(create().path()).isEqualTo(CSV1);
    }

    @Test
    void redirect_isNotFollowed() {
        AtomicBoolean followed = new AtomicBoolean();
        nas.answers = asked -> {
            if (asked.path().equals("/elsewhere")) {
                followed.set(true);
            }
            return aResponse().withStatus(307).withHeader("Location", "/elsewhere");
        };
        assertThatThrownBy(() -> nas.storage().volumes().get(CSV1)).isInstanceOf(BadReplyException.class);
        assertThat(followed).isFalse();
    }

    @Test
    void answer_thatIsTooBig_isNotTaken() {
        byte[] big = new byte[9 << 20];
        Arrays.fill(big, (byte) ' ');
        nas.answers = asked -> aResponse().withStatus(200).withBody(big);
        assertThatThrownBy(() -> nas.storage().volumes().get(CSV1))
                .isInstanceOf(BadReplyException.class)
                .hasMessageContaining("more than 8388608 bytes");
    }

    @Test
    void busy_isRepeatedUntilItPasses() {
        inTurn(error(500, "EBUSY"), error(500, "EBUSY"), error(503, "EAGAIN"), list(List.of(CSV1_THIN)));
        assertThat(nas.patient().volumes().get(CSV1).path()).isEqualTo(CSV1);
        assertThat(nas.lines()).hasSize(4);
    }

    @Test
    void busy_whenItDoesNotPass_saysSo() {
        inTurn(error(500, "EBUSY"));
        assertThatThrownBy(() -> nas.patient().volumes().get(CSV1)).isInstanceOf(BusyException.class);
        assertThat(nas.lines()).hasSize(4);
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 404, 409, 500})
    void codes_decide_whateverTheStatus(int status) {
        nas.answers = asked -> asked.method().equals("POST") ? error(status, "EEXIST") : list(List.of());
        ConflictException e = catchThrowableOfType(ConflictException.class, NefWireTest::create);
        assertThat(e.code()).isEqualTo("EEXIST");
        nas.answers = asked -> asked.method().equals("POST") ? error(status, "ENOENT") : list(List.of());
        assertThatThrownBy(NefWireTest::create).isInstanceOf(NotFoundException.class);
        nas.answers = asked -> asked.method().equals("POST") ? error(status, "EUNHEARD") : list(List.of());
        assertThatThrownBy(NefWireTest::create)
                .isInstanceOf(RejectedException.class)
                .hasMessageContaining("EUNHEARD")
                .hasMessageContaining("said by the appliance");
    }

    @Test
    @DisplayName("a missing object costs two requests, the log-in included")
    void missingObject_isAbsentAfterOneLook() {
        inTurn(list(List.of()));
        assertThat(nas.storage().volumes().find(CSV1)).isEmpty();
        assertThat(nas.asked).hasSize(2);
        nas.forget();
        assertThatThrownBy(() -> nas.storage().volumes().get(CSV1)).isInstanceOf(NotFoundException.class);
        assertThat(nas.asked).hasSize(2);
    }

    // connections

    @Test
    void silence_isUnreachable() {
        nas.answers = asked -> list(List.of(CSV1_THIN)).withFixedDelay(1_500);
        assertThatThrownBy(() -> nas.storage("readTimeout", "PT0.2S").volumes().get(CSV1))
                .isInstanceOf(UnreachableException.class)
                .hasMessageContaining("stayed silent");
    }

    @Test
    void refusedConnection_isUnreachableAndNeverSent() {
        StubNas gone = new StubNas();
        StorageClient storage = gone.patient();
        gone.server.stop();
        try {
            assertThatThrownBy(() -> storage.volumes().create(CSV1, spec -> spec.size(Size.gib(1))))
                    .isInstanceOf(UnreachableException.class)
                    .isNotInstanceOf(OutcomeUnknownException.class);
        } finally {
            gone.close();
        }
    }

    @Test
    void connections_areKept() {
        nas.answers = asked -> list(List.of(CSV1_THIN));
        StorageClient storage = nas.storage();
        int before = nas.runtime.connections();
        for (int i = 0; i < 5; i++) {
            storage.volumes().get(CSV1);
        }
        assertThat(nas.runtime.connections() - before).isEqualTo(1);
    }

    @Test
    void connectionThatDiedMeanwhile_costsNoChange() {
        AtomicBoolean posted = new AtomicBoolean();
        AtomicInteger gets = new AtomicInteger();
        nas.answers = asked -> {
            if (asked.method().equals("POST")) {
                posted.set(true);
                return json(201, null).withHeader("Connection", "close");
            }
            gets.incrementAndGet();
            return (posted.get() ? list(List.of(CSV1_THIN)) : list(List.of())).withHeader("Connection", "close");
        };
        assertThat(create().path()).isEqualTo(CSV1);
    }

    @Test
    void changes_areAtMostFourAtATime() throws Exception {
        AtomicInteger underWay = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        CountDownLatch four = new CountDownLatch(4);
        CountDownLatch fifth = new CountDownLatch(5);
        Set<String> made = ConcurrentHashMap.newKeySet();
        nas.answers = asked -> {
            if (asked.method().equals("GET")) {
                String path = asked.query().get("path");
                return made.contains(path) ? list(List.of(volume(path, GIB, 0, ""))) : list(List.of());
            }
            most.accumulateAndGet(underWay.incrementAndGet(), Math::max);
            four.countDown();
            fifth.countDown();
            await(four);
            try {
                // Four wait here for a fifth that must not come.
                fifth.await(150, TimeUnit.MILLISECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            made.add(asked.body().replaceAll(".*\"path\":\"([^\"]+)\".*", "$1"));
            underWay.decrementAndGet();
            return json(201, null);
        };
        StorageClient storage = nas.storage();
        ExecutorService threads = Executors.newFixedThreadPool(7);
        try {
            List<Future<Volume>> calls = IntStream.range(0, 7)
                    .mapToObj(i -> threads.submit(() ->
                            storage.volumes().create(DatasetPath.of("tank/vg/v" + i), spec -> spec.size(Size.gib(1)))))
                    .toList();
            for (Future<Volume> call : calls) {
                call.get(60, TimeUnit.SECONDS);
            }
        } finally {
            threads.shutdownNow();
        }
        assertThat(most).hasValue(4);
        assertThat(made).hasSize(7);
    }

    @Test
    void closing_endsACallThatHangs() throws Exception {
        CountDownLatch asking = new CountDownLatch(1);
        CountDownLatch over = new CountDownLatch(1);
        StubNas own = new StubNas();
        own.answers = asked -> {
            asking.countDown();
            await(over);
            return list(List.of());
        };
        var quorate = own.quorate(io.quorate.RetrySettings.never(), own.runtime);
        ExecutorService thread = Executors.newSingleThreadExecutor();
        try {
            Future<Throwable> call = thread.submit(
                    () -> catchThrowable(() -> quorate.storage("nas").volumes().get(CSV1)));
            await(asking);
            quorate.close();
            assertThat(call.get(30, TimeUnit.SECONDS))
                    .isInstanceOf(UnreachableException.class)
                    .hasMessageContaining("closed");
        } finally {
            over.countDown();
            thread.shutdownNow();
            own.close();
        }
    }
}
