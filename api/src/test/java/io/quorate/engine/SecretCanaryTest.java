package io.quorate.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.quorate.Rig;
import io.quorate.TestCommand;
import io.quorate.call.AuditSink;
import io.quorate.call.RehearsedStep;
import io.quorate.spi.ErrorKind;
import io.quorate.spi.Fault;
import io.quorate.spi.FaultPhase;
import io.quorate.spi.Safety;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** A careless backend tells the password everywhere; it comes out nowhere. */
class SecretCanaryTest {

    @Test
    void password_whenTheBackendTellsIt_isInNoOutput() {
        Logger root = (Logger) LoggerFactory.getLogger("io.quorate");
        ListAppender<ILoggingEvent> log = new ListAppender<>();
        Level before = root.getLevel();
        log.start();
        root.addAppender(log);
        root.setLevel(Level.TRACE);
        root.setAdditive(false);
        StringBuilder out = new StringBuilder();
        try {
            for (Safety safety : Safety.values()) {
                for (FaultPhase phase : FaultPhase.values()) {
                    Rig rig = new Rig("HV1");
                    for (int i = 0; i < 3; i++) {
                        rig.backend.then(call -> {
                            throw Fault.in(phase, ErrorKind.REJECTED)
                                    .code("code " + Rig.PASSWORD)
                                    .hint("hint " + Rig.PASSWORD)
                                    .cause(new IllegalStateException("cause " + Rig.PASSWORD))
                                    .because("said " + Rig.PASSWORD);
                        });
                    }
                    Throwable thrown = catchThrowable(() -> rig.run(TestCommand.of(safety)));
                    StringWriter trace = new StringWriter();
                    thrown.printStackTrace(new PrintWriter(trace));
                    out.append(trace).append(rig.events).append(rig.ended).append(rig.audit);
                    rig.audit.forEach(AuditSink.jsonLines(out)::record);
                }
            }
            Rig rig = new Rig("HV1");
            rig.backend.missing = List.of("no way with " + Rig.PASSWORD);
            out.append(catchThrowable(() -> rig.run(TestCommand.of(Safety.READ))));
            rig.backend.missing = List.of();
            rig.backend.explained = List.of("Do-Thing -Password " + Rig.PASSWORD);
            List<RehearsedStep> steps = new ArrayList<>();
            rig.engine.rehearsing(steps::add).calls("rack").run(TestCommand.of(Safety.ONCE));
            out.append(steps);
        } finally {
            root.detachAppender(log);
            root.setAdditive(true);
            root.setLevel(before);
        }
        log.list.forEach(event -> out.append(event.getFormattedMessage()));

        assertThat(log.list).isNotEmpty();
        assertThat(out.toString()).contains("<hidden>").doesNotContain(Rig.PASSWORD);
    }
}
