package io.quorate.nexenta.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.quorate.spi.ErrorKind;
import io.quorate.spi.Fault;
import io.quorate.spi.FaultPhase;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What an answer of the appliance means, without a wire. */
class NefAnswersTest {
    private static final NefRequest READ = NefRequest.get("storage", "volumes");
    private static final NefRequest CHANGE = NefRequest.post("storage", "volumes");

    private static HttpReply reply(int status, String body) {
        return new HttpReply(status, body.getBytes(StandardCharsets.UTF_8), "application/json", null);
    }

    private static HttpReply coded(int status, String code) {
        return reply(status, "{\"code\":\"" + code + "\",\"message\":\"said\"}");
    }

    private static Fault ofRead(HttpReply reply) {
        return NefErrors.of(reply, READ, "nas1:8443");
    }

    private static Fault ofChange(HttpReply reply) {
        return NefErrors.of(reply, CHANGE, "nas1:8443");
    }

    // errors

    @ParameterizedTest
    @CsvSource({
        "EAUTH, ACCESS_DENIED, LASTING, password",
        "ELICENSE, REJECTED, LASTING, licence",
        "EACCES, ACCESS_DENIED, LASTING, administrator",
        "EPERM, ACCESS_DENIED, LASTING, administrator",
        "ENOENT, NOT_FOUND, LASTING,",
        "EEXIST, CONFLICT, LASTING,",
        "EBADARG, REJECTED, LASTING,",
        "EINVAL, REJECTED, LASTING,",
        "ENOSPC, REJECTED, LASTING, pool",
        "EDQUOT, REJECTED, LASTING, quota",
        "ENOTSUP, UNSUPPORTED, LASTING, version",
        "EBUSY, BUSY, TRANSIENT, in use",
        "EAGAIN, BUSY, TRANSIENT,"
    })
    @DisplayName("each code of the appliance has its kind and its hint, and proves of a change that it was not begun")
    void code_isWhatItSays(String code, ErrorKind kind, FaultPhase phase, String hint) {
        for (Fault fault : new Fault[] {ofRead(coded(400, code)), ofChange(coded(400, code))}) {
            assertThat(fault.kind()).isEqualTo(kind);
            assertThat(fault.phase()).isEqualTo(phase);
            assertThat(fault.code()).isEqualTo(code);
            assertThat(fault).hasMessage(code + " (HTTP 400): said");
            if (hint == null) {
                assertThat(fault.hint()).isNull();
            } else {
                assertThat(fault.hint()).contains(hint);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "503, BUSY, TRANSIENT",
        "429, BUSY, TRANSIENT",
        "500, REJECTED, LASTING",
        "428, REJECTED, LASTING",
        "502, REJECTED, LASTING"
    })
    void codeNobodyKnows_isBusyOnlyIfTheStatusSaysSo_andLeavesAChangeOpen(
            int status, ErrorKind kind, FaultPhase phase) {
        assertThat(ofRead(coded(status, "EODD")).kind()).isEqualTo(kind);
        assertThat(ofRead(coded(status, "EODD")).phase()).isEqualTo(phase);
        assertThat(ofChange(coded(status, "EODD")).kind()).isEqualTo(kind);
        assertThat(ofChange(coded(status, "EODD")).phase()).isEqualTo(FaultPhase.UNANSWERED);
    }

    @Test
    void failureInside_leavesAChangeOpen_andRefusesARead() {
        assertThat(ofChange(coded(500, "EFAILED")).phase()).isEqualTo(FaultPhase.UNANSWERED);
        assertThat(ofRead(coded(500, "EFAILED")).phase()).isEqualTo(FaultPhase.LASTING);
        assertThat(ofRead(coded(500, "EFAILED")).hint()).contains("log of nef");
    }

    @Test
    void codeWithoutAMessage_standsAlone() {
        assertThat(ofRead(reply(404, "{\"code\":\"ENOENT\",\"message\":\" \"}")))
                .hasMessage("ENOENT (HTTP 404)");
        assertThat(ofRead(reply(404, "{\"code\":\"ENOENT\"}"))).hasMessage("ENOENT (HTTP 404)");
    }

    @ParameterizedTest
    @ValueSource(ints = {300, 399})
    void redirect_isNotFollowed_andLeavesAChangeOpen(int status) {
        assertThat(ofRead(coded(status, "ENOENT")).kind()).isEqualTo(ErrorKind.BAD_REPLY);
        assertThat(ofRead(coded(status, "ENOENT")).phase()).isEqualTo(FaultPhase.LASTING);
        assertThat(ofRead(coded(status, "ENOENT"))).hasMessageContaining("nas1:8443 sent us elsewhere (HTTP " + status);
        assertThat(ofRead(coded(status, "ENOENT")).hint()).contains("appliance itself");
        assertThat(ofChange(coded(status, "ENOENT")).phase()).isEqualTo(FaultPhase.UNANSWERED);
    }

    @ParameterizedTest
    @ValueSource(ints = {299, 400})
    void statusBesideTheRedirects_isReadByItsCode(int status) {
        assertThat(ofRead(coded(status, "ENOENT")).kind()).isEqualTo(ErrorKind.NOT_FOUND);
    }

    @ParameterizedTest
    @CsvSource({
        "401, ACCESS_DENIED, LASTING",
        "403, ACCESS_DENIED, LASTING",
        "404, BAD_REPLY, LASTING",
        "499, BAD_REPLY, LASTING",
        "500, BAD_REPLY, UNANSWERED",
        "502, BAD_REPLY, UNANSWERED"
    })
    void answerWithoutACode_isNotTheManagementsWord(int status, ErrorKind kind, FaultPhase phase) {
        for (String body : new String[] {"", "[1]", "{}", "{\"code\":\" \"}", "{\"code\":5}", "broken", "<p>"}) {
            Fault read = ofRead(reply(status, body));
            assertThat(read.kind()).isEqualTo(kind);
            assertThat(read.phase()).isEqualTo(phase);
            assertThat(read.hint()).contains(kind == ErrorKind.ACCESS_DENIED ? "password" : "service nef");
            String what = body.isEmpty() ? "nothing" : body.equals("<p>") ? "an HTML page" : "no error of its own";
            assertThat(read).hasMessage("nas1:8443 answered HTTP " + status + " with " + what);
            assertThat(ofChange(reply(status, body)).phase()).isEqualTo(FaultPhase.UNANSWERED);
        }
    }

    @Test
    void errorPage_isNoErrorOfTheAppliance_whateverItHolds() {
        HttpReply page = new HttpReply(
                404, "{\"code\":\"ENOENT\"}".getBytes(StandardCharsets.UTF_8), "text/html; charset=utf-8", null);
        assertThat(NefErrors.code(page)).isNull();
        assertThat(NefErrors.code(reply(404, "{\"code\":\"ENOENT\"}"))).isEqualTo("ENOENT");
        assertThat(NefErrors.code(reply(404, ""))).isNull();
        assertThat(NefErrors.code(reply(404, "5"))).isNull();
    }

    @Test
    void successThatCannotBeRead_mayPassOnlyIfItIsAPageOfWhatStandsBeforeTheManagement() {
        Fault page = NefErrors.unreadable(reply(200, "  <html>"), "nas1");
        assertThat(page.phase()).isEqualTo(FaultPhase.TRANSIENT);
        assertThat(page).hasMessage("nas1 answered HTTP 200 with an HTML page where an object was expected");
        Fault nothing = NefErrors.unreadable(reply(200, ""), "nas1");
        assertThat(nothing.phase()).isEqualTo(FaultPhase.LASTING);
        assertThat(nothing).hasMessage("nas1 answered HTTP 200 with nothing where an object was expected");
        Fault other = NefErrors.unreadable(reply(200, "x"), "nas1");
        assertThat(other)
                .hasMessage("nas1 answered HTTP 200 with something else than JSON where an object was expected");
        assertThat(other.hint()).contains("service nef");
    }

    @Test
    void message_isOneLineOfBoundedLength() {
        assertThat(NefErrors.shortened("a\r\n\tb")).isEqualTo("a b");
        assertThat(NefErrors.shortened("x".repeat(500))).isEqualTo("x".repeat(500));
        assertThat(NefErrors.shortened("x".repeat(501))).isEqualTo("x".repeat(500) + "...");
    }

    // replies

    @Test
    void reply_isDoneOrAcceptedByItsStatusAlone() {
        for (int status = 100; status < 600; status++) {
            assertThat(reply(status, "").succeeded()).isEqualTo(status == 200 || status == 201 || status == 204);
            assertThat(reply(status, "").accepted()).isEqualTo(status == 202);
        }
    }

    @Test
    void reply_ofBlanksIsEmpty_andOfAnythingElseIsNot() {
        assertThat(reply(200, " \r\n\t").empty()).isTrue();
        assertThat(reply(200, " !").empty()).isFalse();
        assertThat(new HttpReply(200, new byte[] {-1}, null, null).empty()).isFalse();
    }

    @Test
    void reply_isAPageByItsTypeOrItsBeginning() {
        assertThat(reply(200, "{}").html()).isFalse();
        assertThat(new HttpReply(200, new byte[0], "text/html", null).html()).isTrue();
        assertThat(new HttpReply(200, "\n <p>".getBytes(StandardCharsets.UTF_8), null, null).html())
                .isTrue();
        assertThat(new HttpReply(200, "x<p>".getBytes(StandardCharsets.UTF_8), null, null).html())
                .isFalse();
    }

    @Test
    void reply_whatIsTakenOutOfIt_leavesTheRestByteForByte() {
        HttpReply said = reply(500, "geheim für alle");
        HttpReply cleaned = said.cleaned(text -> text.replace("geheim", "<hidden>"));
        assertThat(new String(cleaned.body(), StandardCharsets.UTF_8)).isEqualTo("<hidden> für alle");
        assertThat(cleaned.status()).isEqualTo(500);
        assertThat(said.cleaned(text -> text)).isSameAs(said);
    }

    // pages

    private static NefPage page(String answer) {
        return NefPage.of(JsonText.read(answer.getBytes(StandardCharsets.UTF_8)), "GET /list");
    }

    @Test
    void page_namesTheNextOne() {
        assertThat(
                        page("{\"data\":[{}],\"links\":[{\"rel\":\"self\",\"href\":\"/a\"},{\"rel\":\"next\",\"href\":\"/b\"}]}")
                                .more())
                .isTrue();
        for (String links : new String[] {
            "[]",
            "null",
            "{}",
            "[{}]",
            "[{\"rel\":\"next\"}]",
            "[{\"rel\":5,\"href\":\"/b\"}]",
            "[{\"rel\":\"next\",\"href\":5}]",
            "[{\"rel\":\"prev\",\"href\":\"/b\"}]"
        }) {
            assertThat(page("{\"data\":[{}],\"links\":" + links + "}").more())
                    .as(links)
                    .isFalse();
        }
        assertThat(page("{\"data\":[{},{}]}").items()).hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{\"data\":5}", "{\"data\":[],\"links\":[{\"rel\":\"next\",\"href\":\"/b\"}]}"})
    void page_thatCannotBe_provesNothingAbsent(String answer) {
        Fault fault = catchThrowableOfType(Fault.class, () -> page(answer));
        assertThat(fault.kind()).isEqualTo(ErrorKind.BAD_REPLY);
        assertThat(fault).hasMessageContaining("GET /list");
    }

    @Test
    void link_isWhereItLeads() {
        assertThat(NefPage.link(
                        JsonText.read("{\"links\":[{\"rel\":\"monitor\",\"href\":\"/jobStatus/1\"}]}"
                                .getBytes(StandardCharsets.UTF_8)),
                        "monitor"))
                .isEqualTo("/jobStatus/1");
    }

    // bodies

    @Test
    void body_ofWhatIsNoValue_isRefusedBeforeItIsSent() {
        assertThat(catchThrowableOfType(
                        IllegalArgumentException.class, () -> JsonText.sent(Map.of("when", new java.util.Date(0)))))
                .hasMessageContaining("Date");
    }
}
