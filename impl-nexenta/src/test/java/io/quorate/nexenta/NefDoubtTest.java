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
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import io.quorate.Size;
import io.quorate.error.AccessDeniedException;
import io.quorate.error.OutcomeUnknownException;
import io.quorate.error.QuorateException;
import io.quorate.san.DatasetPath;
import io.quorate.storage.Volume;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What answers a change of the appliance proves about it: the appliance's own refusals, and nothing else, that nothing was done. */
class NefDoubtTest {
    private static final DatasetPath CSV1 = DatasetPath.of("tank/vg/csv1");
    private static final String THERE = volume("tank/vg/csv1", 1L << 30, 0, "");

    private static StubNas nas;
    private final AtomicInteger made = new AtomicInteger();

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

    /** Answers the POST so, and makes the volume all the same. */
    private void madeAndAnswered(ResponseDefinitionBuilder answer) {
        nas.answers = asked -> {
            if (asked.method().equals("POST")) {
                made.incrementAndGet();
                return answer;
            }
            return made.get() > 0 ? list(List.of(THERE)) : list(List.of());
        };
    }

    private static Volume create() {
        return nas.patient().volumes().create(CSV1, spec -> spec.size(Size.gib(1)));
    }

    @ParameterizedTest
    @ValueSource(ints = {203, 206, 301, 302, 307, 308, 400, 401, 403, 404, 405, 407, 409, 429, 500, 501, 502, 503, 504})
    void change_whenItsAnswerHasNoCodeOfTheAppliance_isReadBackAndNotRepeated(int status) {
        for (ResponseDefinitionBuilder answer :
                List.of(html(status), aResponse().withStatus(status), json(status, "{\"error\":\"proxy\"}"))) {
            made.set(0);
            nas.forget();
            nas.door = asked -> json(200, "{\"token\":\"t\"}");
            madeAndAnswered(answer.withHeader("Location", "https://elsewhere/"));

            assertThat(create().path()).isEqualTo(CSV1);
            assertThat(made).hasValue(1);
            assertThat(nas.logins.get()).isLessThanOrEqualTo(2);
        }
    }

    @ParameterizedTest
    @CsvSource({"500, EFAILED", "500, EIO", "400, ENEWCODE", "503, EODD", "429, EODD", "403, EODD", "401, EODD"})
    void change_whenTheApplianceFailedInsideOrByACodeNobodyKnows_isReadBackAndNotRepeated(int status, String code) {
        madeAndAnswered(error(status, code));

        assertThat(create().path()).isEqualTo(CSV1);
        assertThat(made).hasValue(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"EACCES", "EPERM", "ENOSPC", "EDQUOT", "EINVAL", "EBADARG", "ENOTSUP", "ELICENSE", "ENOENT"})
    void change_whenTheApplianceRefuses_wasNotBegun(String code) {
        nas.answers = asked -> asked.method().equals("POST") ? error(400, code) : list(List.of());

        QuorateException e = catchThrowableOfType(QuorateException.class, NefDoubtTest::create);

        assertThat(e).isNotInstanceOf(OutcomeUnknownException.class);
        assertThat(e.code()).isEqualTo(code);
        assertThat(nas.changes()).hasSize(1);
    }

    @Test
    void change_whenTheTokenHasDied_wasNotBegunAndIsSentAgain() {
        nas.answers = asked -> {
            if (asked.method().equals("POST")) {
                return asked.token().equals(StubNas.TOKEN + "1") ? error(401, "EAUTH") : json(201, null);
            }
            return nas.changes().size() > 1 ? list(List.of(THERE)) : list(List.of());
        };

        assertThat(create().path()).isEqualTo(CSV1);
        assertThat(nas.changes()).hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(ints = {401, 403, 404, 500, 502})
    void change_whenOnlyTheLookAfterItIsRefused_isNeverToldAsNotDone(int status) {
        nas.answers = asked -> {
            if (asked.method().equals("POST")) {
                made.incrementAndGet();
                return json(201, null);
            }
            return made.get() > 0 ? error(status, "EACCES") : list(List.of());
        };

        assertThatThrownBy(NefDoubtTest::create).isInstanceOf(OutcomeUnknownException.class);
        assertThat(made).hasValue(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {401, 403, 404})
    void job_whenTheLookAtItIsRefused_isReadBack(int status) {
        nas.answers = asked -> {
            if (asked.method().equals("POST")) {
                made.incrementAndGet();
                return accepted();
            }
            if (asked.path().startsWith("/jobStatus")) {
                return html(status);
            }
            return made.get() > 0 ? list(List.of(THERE)) : list(List.of());
        };

        assertThat(create().path()).isEqualTo(CSV1);
        assertThat(made).hasValue(1);
    }

    @Test
    void read_whenItsAnswerHasNoCode_isADenialAsBefore() {
        nas.answers = asked -> html(403);

        assertThatThrownBy(() -> nas.patient().volumes().get(CSV1)).isInstanceOf(AccessDeniedException.class);
        assertThat(nas.lines()).hasSize(1);
    }
}
