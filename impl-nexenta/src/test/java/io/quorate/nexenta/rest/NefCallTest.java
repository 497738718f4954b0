package io.quorate.nexenta.rest;

import static io.quorate.nexenta.rest.CannedNas.coded;
import static io.quorate.nexenta.rest.CannedNas.cut;
import static io.quorate.nexenta.rest.CannedNas.ok;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.quorate.Deadline;
import io.quorate.nexenta.WireRuntime;
import io.quorate.spi.ErrorKind;
import io.quorate.spi.Fault;
import io.quorate.spi.FaultPhase;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a failure of one request says of a whole call, how a call waits, and what it takes for a list. */
class NefCallTest {
    private static final NefRequest LIST = NefRequest.get("pools");
    private static final NefRequest CHANGE = NefRequest.post("pools");
    private static final NefRequest REMOVAL = NefRequest.delete("pools", "tank");

    private final WireRuntime runtime = new WireRuntime();
    private CannedNas nas;
    private NefHost host;

    @BeforeEach
    void start() {
        nas = new CannedNas();
        host = nas.host(runtime);
    }

    @AfterEach
    void stop() {
        host.close();
        nas.close();
    }

    private Nef call(boolean changing) {
        return host.call(Deadline.in(Duration.ofSeconds(20), runtime), changing);
    }

    private Nef changed() {
        Nef nef = call(true);
        nef.change(CHANGE);
        return nef;
    }

    private static Fault fails(Runnable action) {
        Fault fault = catchThrowableOfType(Fault.class, action::run);
        assertThat(fault).isNotNull();
        return fault;
    }

    private static void is(Fault fault, FaultPhase phase, ErrorKind kind) {
        assertThat(fault.phase()).as(fault.getMessage()).isEqualTo(phase);
        assertThat(fault.kind()).as(fault.getMessage()).isEqualTo(kind);
    }

    private static String items(int from, int count) {
        return IntStream.range(from, from + count)
                .mapToObj(i -> "{\"name\":\"p" + i + "\"}")
                .collect(Collectors.joining(",", "{\"data\":[", "]}"));
    }

    private static int offset(String line) {
        int at = line.indexOf("offset=");
        return at < 0 ? 0 : Integer.parseInt(line.substring(at + 7).replaceAll("&.*", ""));
    }

    // lists

    @Test
    @DisplayName(
            "a long list is read page by page, each beginning at the last item of the one before, and nothing twice")
    void all_ofSeveralPages_joinsThemAtTheirEdges() {
        nas.answers = line -> ok(items(offset(line), Math.min(100, 230 - offset(line))));
        List<String> names = call(false).all(LIST, item -> item.text("name"));
        assertThat(names)
                .containsExactlyElementsOf(
                        IntStream.range(0, 230).mapToObj(i -> "p" + i).toList());
        assertThat(nas.asked)
                .containsExactly(
                        "POST /auth/login",
                        "GET /pools?limit=100",
                        "GET /pools?limit=100&offset=99",
                        "GET /pools?limit=100&offset=198");
    }

    @Test
    void all_whenAPageDoesNotBeginWhereTheLastOneEnded_isBusy_andNoHalfList() {
        nas.answers = line -> ok(items(offset(line) == 0 ? 0 : offset(line) + 1, 100));
        Fault fault = fails(() -> call(false).all(LIST, item -> item.text("name")));
        is(fault, FaultPhase.TRANSIENT, ErrorKind.BUSY);
        assertThat(fault).hasMessageContaining("changed while it was read");
        nas.answers = line -> offset(line) == 0 ? ok(items(0, 100)) : ok("{\"data\":[]}");
        is(fails(() -> call(false).all(LIST, item -> item.text("name"))), FaultPhase.TRANSIENT, ErrorKind.BUSY);
    }

    @Test
    void all_whenALastItemLeadsToItselfForEver_saysThatTheListHasNoEnd() {
        String one = "{\"data\":[{\"name\":\"p0\"}],\"links\":[{\"rel\":\"next\",\"href\":\"/pools?offset=1\"}]}";
        nas.answers = line -> ok(one);
        Fault fault = fails(() -> call(false).all(LIST, item -> item.text("name")));
        assertThat(fault.kind()).isEqualTo(ErrorKind.BAD_REPLY);
        assertThat(fault).hasMessageContaining("the list has no end");
        assertThat(nas.count("GET /pools?limit=100&offset=0") + nas.asked.size())
                .isEqualTo(3);
    }

    @Test
    void page_withMoreThanAskedFor_isABadReply_andAFullOneHasMore() {
        nas.answers = line -> ok(items(0, 3));
        assertThat(fails(() -> call(false).page(LIST, 0, 2)).kind()).isEqualTo(ErrorKind.BAD_REPLY);
        assertThat(call(false).page(LIST, 5, 3).more()).isTrue();
        assertThat(call(false).page(LIST, 0, 4).more()).isFalse();
    }

    @Test
    @DisplayName("a call takes 64 MiB of answers of 8 MiB and not a byte more")
    void read_ofMoreThanACallMayTake_isABadReply() {
        String largest = "{" + " ".repeat(NefHttp.MAX_ANSWER - 2) + "}";
        nas.answers = line -> ok(largest);
        Nef nef = call(false);
        for (int i = 0; i < 8; i++) {
            nef.get(LIST);
        }
        nas.answers = line -> ok("{}");
        Fault fault = fails(() -> nef.get(LIST));
        assertThat(fault.kind()).isEqualTo(ErrorKind.BAD_REPLY);
        assertThat(fault).hasMessageContaining("the answers to one call exceed");
        nas.answers = line -> ok(largest + " ");
        assertThat(fails(() -> call(false).get(LIST))).hasMessageContaining("more than " + NefHttp.MAX_ANSWER);
    }

    // what a failure says of the call

    @Test
    void find_ofWhatIsMissing_isEmpty_andOfWhatElseFails_isNot() {
        nas.answers = line -> coded(404, "ENOENT");
        assertThat(call(false).find(LIST)).isEmpty();
        nas.answers = line -> coded(400, "EBADARG");
        is(fails(() -> call(false).find(LIST)), FaultPhase.LASTING, ErrorKind.REJECTED);
        nas.answers = line -> ok("{\"name\":\"p1\"}");
        assertThat(call(false).find(LIST).orElseThrow().text("name")).isEqualTo("p1");
        assertThat(call(false).get(LIST).text("name")).isEqualTo("p1");
    }

    @Test
    @DisplayName("a lost look before the change: nothing was changed, and a silent host stays a silent host")
    void look_lostBeforeTheChange_isNeverSent() {
        nas.answers = line -> ok("{}");
        call(true).get(LIST);
        nas.answers = line -> cut();
        Fault before = fails(() -> call(true).get(LIST));
        is(before, FaultPhase.NEVER_SENT, ErrorKind.UNREACHABLE);
        assertThat(before).hasMessageStartingWith("while looking before the change: ");
        is(fails(() -> call(false).get(LIST)), FaultPhase.UNANSWERED, ErrorKind.UNREACHABLE);
        Fault late = Fault.unanswered(ErrorKind.DEADLINE_EXCEEDED)
                .code("c")
                .hint("h")
                .because("too late");
        Fault told = fails(() -> call(true).looking(() -> {
            throw late;
        }));
        is(told, FaultPhase.NEVER_SENT, ErrorKind.UNREACHABLE);
        assertThat(told.code()).isEqualTo("c");
        assertThat(told.hint()).isEqualTo("h");
        Fault lasting = Fault.lasting(ErrorKind.REJECTED).because("no");
        assertThat(fails(() -> call(true).looking(() -> {
                    throw lasting;
                })))
                .isSameAs(lasting);
    }

    @Test
    @DisplayName("after a change a failed look leaves open what was done, whatever it is")
    void look_failedAfterTheChange_isUnanswered() {
        Nef nef = changed();
        nas.answers = line -> coded(400, "EBADARG");
        Fault fault = fails(() -> nef.get(LIST));
        is(fault, FaultPhase.UNANSWERED, ErrorKind.REJECTED);
        assertThat(fault.code()).isEqualTo("EBADARG");
        nas.answers = line -> cut();
        is(fails(() -> nef.get(LIST)), FaultPhase.UNANSWERED, ErrorKind.UNREACHABLE);
    }

    @Test
    @DisplayName("what refuses a further change says nothing of those before, unless it is a verdict on that change")
    void change_refusedAfterAnother_isAVerdict_orLeavesOpen() {
        Nef nef = changed();
        nas.answers = line -> coded(400, "EBADARG");
        is(fails(() -> nef.change(CHANGE)), FaultPhase.LASTING, ErrorKind.REJECTED);
        nas.answers = line -> coded(409, "EBUSY");
        is(fails(() -> nef.change(CHANGE)), FaultPhase.TRANSIENT, ErrorKind.BUSY);
        nas.answers = line -> coded(403, "EACCES");
        is(fails(() -> nef.change(CHANGE)), FaultPhase.UNANSWERED, ErrorKind.ACCESS_DENIED);
        nas.answers = line -> coded(400, "ENOTSUP");
        is(fails(() -> nef.change(CHANGE)), FaultPhase.UNANSWERED, ErrorKind.UNSUPPORTED);
        host.close();
        is(fails(() -> nef.change(CHANGE)), FaultPhase.UNANSWERED, ErrorKind.UNREACHABLE);
        is(fails(() -> call(true).change(CHANGE)), FaultPhase.NEVER_SENT, ErrorKind.UNREACHABLE);
    }

    @Test
    void change_refusedAtFirst_isWhatItIs() {
        nas.answers = line -> coded(403, "EACCES");
        is(fails(() -> call(true).change(CHANGE)), FaultPhase.LASTING, ErrorKind.ACCESS_DENIED);
    }

    @Test
    void changeUnless_tellsWhetherItWasChanged_byLastingCodesOnly() {
        assertThat(call(true).changeUnless(CHANGE, "EEXIST")).isTrue();
        nas.answers = line -> coded(409, "EEXIST");
        assertThat(call(true).changeUnless(CHANGE, "ENOENT", "EEXIST")).isFalse();
        is(fails(() -> call(true).changeUnless(CHANGE, "ENOENT")), FaultPhase.LASTING, ErrorKind.CONFLICT);
        nas.answers = line -> coded(409, "EBUSY");
        is(fails(() -> call(true).changeUnless(CHANGE, "EBUSY")), FaultPhase.TRANSIENT, ErrorKind.BUSY);
        nas.answers = line -> coded(404, "ENOENT");
        call(true).remove(REMOVAL);
        nas.answers = line -> coded(409, "EEXIST");
        is(fails(() -> call(true).remove(REMOVAL)), FaultPhase.LASTING, ErrorKind.CONFLICT);
    }

    // waiting

    private static <T> Supplier<Optional<T>> nothing() {
        return Optional::empty;
    }

    @Test
    @DisplayName(
            "what does not show is looked for with pauses that double up to two seconds, and never past three quarters of what is left")
    void await_whatDoesNotShow_looksLessAndLess_andSaysWhatItWaitedFor() {
        Nef nef = host.call(Deadline.in(Duration.ofSeconds(12), runtime), true);
        Fault late = fails(() -> nef.await("it is there", nothing()));
        is(late, FaultPhase.UNANSWERED, ErrorKind.DEADLINE_EXCEEDED);
        assertThat(late).hasMessageContaining("in time it did not show that it is there");
        assertThat(runtime.slept().subList(0, 8)).containsExactly(50L, 100L, 200L, 400L, 800L, 1600L, 2000L, 2000L);
        assertThat(runtime.passed()).isBetween(Duration.ofMillis(11_990), Duration.ofSeconds(12));
        Fault before = fails(() -> call(true).awaitBefore("it is there", nothing()));
        is(before, FaultPhase.TRANSIENT, ErrorKind.BUSY);
        assertThat(before).hasMessageContaining("nothing was changed");
    }

    @Test
    void await_whatShows_returnsIt() {
        Iterator<Optional<String>> looks =
                List.of(Optional.<String>empty(), Optional.of("there")).iterator();
        assertThat(call(true).await("it is there", looks::next)).isEqualTo("there");
        assertThat(call(true).awaitBefore("it is there", () -> Optional.of("so")))
                .isEqualTo("so");
        assertThat(runtime.slept()).containsExactly(50L);
    }

    /** A wait whose looks take their time: the one that begins so much before the deadline fails. */
    private Fault waitThatFails(Duration beforeTheEnd, Fault failure) {
        Deadline deadline = Deadline.in(Duration.ofSeconds(5), runtime);
        Nef nef = host.call(deadline, false);
        return fails(() -> nef.await("it is there", () -> {
            if (deadline.remaining().compareTo(beforeTheEnd) <= 0) {
                throw failure;
            }
            return Optional.empty();
        }));
    }

    @Test
    @DisplayName(
            "a last look that had hardly any time says nothing of the appliance; an earlier one does, and so does an answer")
    void await_whenALookIsNotAnswered_tellsAHurryFromASilence() {
        for (ErrorKind silence : List.of(ErrorKind.UNREACHABLE, ErrorKind.DEADLINE_EXCEEDED)) {
            Fault lost = Fault.unanswered(silence).because("nobody answered");
            Fault late = waitThatFails(Duration.ofMillis(500), lost);
            is(late, FaultPhase.UNANSWERED, ErrorKind.DEADLINE_EXCEEDED);
            assertThat(late).hasMessageContaining("it is there");
            assertThat(late.getSuppressed()).containsExactly(lost);
            assertThat(waitThatFails(Duration.ofSeconds(3), lost)).isSameAs(lost);
        }
        Fault refused = Fault.lasting(ErrorKind.REJECTED).because("no");
        assertThat(waitThatFails(Duration.ofMillis(500), refused)).isSameAs(refused);
        Fault silent = Fault.unanswered(ErrorKind.UNREACHABLE).because("nobody answered");
        Nef hurried = host.call(Deadline.in(Duration.ofMillis(100), runtime), false);
        assertThat(fails(() -> hurried.await("it is there", () -> {
                    throw silent;
                })))
                .as("the first look is never too late")
                .isSameAs(silent);
    }

    @Test
    void settle_waitsForATenthOfASecond_orForThreeQuartersOfWhatIsLeft() {
        call(true).settle("it has settled");
        host.call(Deadline.in(Duration.ofMillis(80), runtime), true).settle("it has settled");
        assertThat(runtime.slept()).containsExactly(100L, 60L);
    }

    @Test
    void lookIsOld_afterMoreThanATenthOfASecond() throws InterruptedException {
        Nef nef = call(true);
        runtime.sleep(Duration.ofSeconds(1));
        nef.get(LIST);
        assertThat(nef.lookIsOld()).isFalse();
        runtime.sleep(Duration.ofMillis(100));
        assertThat(nef.lookIsOld()).isFalse();
        runtime.sleep(Duration.ofMillis(1));
        assertThat(nef.lookIsOld()).isTrue();
    }

    @Test
    void settle_whenInterrupted_saysSo_andKeepsTheInterrupt() {
        Thread.currentThread().interrupt();
        Fault fault = fails(() -> call(false).settle("it has settled"));
        assertThat(Thread.interrupted()).isTrue();
        is(fault, FaultPhase.UNANSWERED, ErrorKind.UNREACHABLE);
        assertThat(fault).hasMessageContaining("interrupted while waiting until it has settled");
        Thread.currentThread().interrupt();
        is(fails(() -> call(true).settle("x")), FaultPhase.NEVER_SENT, ErrorKind.UNREACHABLE);
        assertThat(Thread.interrupted()).isTrue();
    }

    // jobs

    private static CannedNas.Answer job() {
        return new CannedNas.Answer(202, "{\"links\":[{\"rel\":\"monitor\",\"href\":\"/jobStatus/7\"}]}");
    }

    private void job(List<CannedNas.Answer> polls) {
        Iterator<CannedNas.Answer> next = new ArrayList<>(polls).iterator();
        nas.answers = line -> line.startsWith("POST") ? job() : next.next();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 7, 8, 15, 30})
    @DisplayName("the end of a job is seen within 15 % of its length, or two seconds; one that is short within 50 ms")
    void change_thatBecomesAJob_isSeenToEndSoon(int looks) {
        List<CannedNas.Answer> polls = new ArrayList<>(Collections.nCopies(looks - 1, job()));
        polls.add(new CannedNas.Answer(201, ""));
        job(polls);
        call(true).change(CHANGE);
        assertThat(nas.count("GET /jobStatus/7")).isEqualTo(looks);
        long before = 0;
        for (long pause : runtime.slept()) {
            assertThat(pause).isBetween(50L, Math.min(2_000, Math.max(50, before * 15 / 100 + looks)));
            before += pause;
        }
        assertThat(runtime.slept()).hasSize(looks);
        assertThat(looks < 30 || before > 8_000)
                .as("a long one is not asked for often: %d ms", before)
                .isTrue();
    }

    @Test
    @DisplayName("three lost looks at a job are made good, a fourth in a row leaves the outcome open")
    void job_whoseLooksAreLost_isLookedAtThreeTimesMore() {
        job(List.of(cut(), cut(), cut(), job(), cut(), cut(), cut(), ok("{}")));
        call(true).change(CHANGE);
        job(List.of(cut(), cut(), cut(), cut(), ok("{}")));
        Fault fault = fails(() -> call(true).change(CHANGE));
        is(fault, FaultPhase.UNANSWERED, ErrorKind.UNREACHABLE);
        assertThat(fault).hasMessageStartingWith("the job could not be watched to its end: ");
    }

    @Test
    @DisplayName("whoever refuses us the look has not refused the job")
    void job_whoseLookIsForbidden_isOfUnknownOutcome() {
        job(List.of(coded(403, "EACCES")));
        is(fails(() -> call(true).change(CHANGE)), FaultPhase.UNANSWERED, ErrorKind.OUTCOME_UNKNOWN);
        nas.logins = count -> coded(401, "EAUTH");
        job(List.of(coded(401, "EAUTH")));
        is(fails(() -> call(true).change(CHANGE)), FaultPhase.UNANSWERED, ErrorKind.OUTCOME_UNKNOWN);
    }

    @Test
    void job_thatFails_hasItsVerdict_andOneThatIsForgotten_leavesOpen() {
        job(List.of(coded(400, "ENOSPC")));
        is(fails(() -> call(true).change(CHANGE)), FaultPhase.LASTING, ErrorKind.REJECTED);
        job(List.of(coded(404, "ENOENT")));
        is(fails(() -> call(true).change(CHANGE)), FaultPhase.UNANSWERED, ErrorKind.BAD_REPLY);
        job(List.of(coded(503, "EBUSY"), ok("{}")));
        call(true).change(CHANGE);
    }

    @Test
    void job_thatIsNotDoneInTime_goesOnThere() {
        nas.answers = line -> job();
        Fault fault = fails(() -> call(true).change(CHANGE));
        is(fault, FaultPhase.UNANSWERED, ErrorKind.DEADLINE_EXCEEDED);
        assertThat(fault.hint()).isEqualTo("it goes on there; look later");
        assertThat(runtime.passed()).isBetween(Duration.ofMillis(19_990), Duration.ofSeconds(20));
    }
}
