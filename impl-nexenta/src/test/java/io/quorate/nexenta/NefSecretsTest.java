package io.quorate.nexenta;

import static io.quorate.nexenta.StubNas.accepted;
import static io.quorate.nexenta.StubNas.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import io.quorate.Quorate;
import io.quorate.RetrySettings;
import io.quorate.Secret;
import io.quorate.call.Rehearsal;
import io.quorate.san.ChapLogin;
import io.quorate.san.Iqn;
import io.quorate.storage.command.SetChap;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** An appliance that repeats every secret it is told; they come out nowhere. */
class NefSecretsTest {
    private static final String CHAP = "Canary-chap-1";
    private static final String PLAIN_TOKEN = "CanaryPlainToken7f3a";
    private static final Iqn HV1 = Iqn.of("iqn.1991-05.com.microsoft:hv1");

    @Test
    void secrets_whenTheApplianceTellsThem_areInNoOutput() {
        Logger root = (Logger) LoggerFactory.getLogger("io.quorate");
        ListAppender<ILoggingEvent> log = new ListAppender<>();
        Level before = root.getLevel();
        log.start();
        root.addAppender(log);
        root.setLevel(Level.TRACE);
        root.setAdditive(false);
        StringBuilder out = new StringBuilder();
        ChapLogin login = new ChapLogin("hv1", Secret.of(CHAP));
        try (StubNas nas = new StubNas()) {
            nas.door = asked -> json(200, "{\"token\":\"" + StubNas.TOKEN + "\"}");
            String told = StubNas.PASSWORD + " " + CHAP + " " + StubNas.TOKEN;
            List<Function<StubNas.Asked, ResponseDefinitionBuilder>> tellers = List.of(
                    asked -> telling(500, "EBUSY", told),
                    asked -> telling(404, "ENOENT", told),
                    asked -> telling(400, "EBADARG", told),
                    asked -> telling(400, told.replace(" ", ""), told),
                    asked -> telling(401, "EAUTH", told),
                    asked -> telling(401, "ELICENSE", told),
                    asked -> json(200, told),
                    asked -> json(200, "{\"name\":\"" + told + "\"}"),
                    asked -> json(502, told),
                    asked -> json(302, told).withHeader("Location", "http://" + StubNas.PASSWORD + "/" + CHAP));
            for (Function<StubNas.Asked, ResponseDefinitionBuilder> teller : tellers) {
                nas.answers = asked -> asked.method().equals("GET") ? telling(404, "ENOENT", "") : teller.apply(asked);
                out.append(failing(nas, login));
            }
            nas.answers = asked -> asked.path().startsWith("/jobStatus/")
                    ? telling(403, "EPERM", told)
                    : asked.method().equals("PUT") ? accepted() : telling(404, "ENOENT", "");
            out.append(failing(nas, login));
            nas.door = asked -> json(200, PLAIN_TOKEN);
            out.append(failing(nas, login));
            nas.door = asked -> telling(400, "EBADARG", StubNas.PASSWORD);
            out.append(failing(nas, login));
            nas.door = asked -> json(200, "{\"token\":\"" + told + "\"}");
            out.append(failing(nas, login));
            try (Quorate quorate = nas.quorate(RetrySettings.never(), nas.runtime)) {
                Rehearsal rehearsal =
                        quorate.rehearse(q -> q.storage("nas").initiators().setChap(HV1, login));
                out.append(rehearsal.explain()).append(rehearsal.steps());
            }
        } finally {
            root.detachAppender(log);
            root.setAdditive(true);
            root.setLevel(before);
        }
        out.append(new SetChap(HV1, login, true));
        log.list.forEach(event -> out.append(event.getFormattedMessage()).append('\n'));

        assertThat(log.list).isNotEmpty();
        assertThat(out.toString())
                .contains("<hidden>")
                .contains("PUT /san/iscsi/remoteInitiators/iqn.1991-05.com.microsoft:hv1"
                        + " {\"chapUser\":\"hv1\",\"chapSecret\":\"<hidden>\"}")
                .doesNotContain(StubNas.PASSWORD)
                .doesNotContain(CHAP)
                .doesNotContain(PLAIN_TOKEN)
                .doesNotContain(StubNas.TOKEN);
    }

    private static ResponseDefinitionBuilder telling(int status, String code, String told) {
        return json(
                status,
                "{\"name\":\"" + told + "\",\"code\":\"" + code + "\",\"message\":\"said " + told + "\",\"errors\":\""
                        + told + "\"}");
    }

    private static String failing(StubNas nas, ChapLogin login) {
        Throwable thrown = catchThrowable(() -> nas.storage().initiators().setChap(HV1, login));
        assertThat(thrown).isNotNull();
        StringWriter trace = new StringWriter();
        thrown.printStackTrace(new PrintWriter(trace));
        return trace.toString();
    }
}
