package io.quorate.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.quorate.Credentials;
import io.quorate.Rig;
import io.quorate.Secret;
import io.quorate.TestCommand;
import io.quorate.error.QuorateException;
import io.quorate.spi.ErrorKind;
import io.quorate.spi.Fault;
import io.quorate.spi.FaultPhase;
import io.quorate.spi.Safety;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What hangs below an exception tells no secret and forges no line of a log, wherever it hangs. */
class CausesTest {
    private static final String SECRET = "Canary-7f3a";
    private static final String FORGED = "no\r\n2026-01-01 INFO all is well \u202egnp.exe\u2028x";

    private final Redactor redactor = new Redactor(Credentials.basic("admin", Secret.of(SECRET)));

    private static Fault fault(String said, Throwable cause) {
        return Fault.lasting(ErrorKind.REJECTED).cause(cause).because(said);
    }

    private static String printed(Throwable thrown) {
        StringWriter out = new StringWriter();
        thrown.printStackTrace(new PrintWriter(out));
        return out.toString();
    }

    @Test
    void clean_ofWhatTellsNothing_isTheVerySame() {
        IOException deep = new IOException("broken pipe");
        deep.addSuppressed(new IllegalStateException("closed"));
        Fault fault = fault("no", new RuntimeException("oops", deep));
        assertThat(redactor.clean(fault)).isSameAs(fault);
        assertThat(redactor.cleanCause(deep)).isSameAs(deep);
        assertThat(redactor.cleanCause(null)).isNull();
    }

    @Test
    @DisplayName("a secret in a cause, a suppressed exception, or what hangs below them")
    void clean_whenSomethingBelowTellsASecret_leavesItOut_andKeepsTheRest() {
        for (String form : new String[] {
            SECRET,
            Base64.getEncoder().encodeToString(("admin:" + SECRET).getBytes(StandardCharsets.UTF_8)),
            "Canary%2d7f3a"
        }) {
            IOException kept = new IOException("broken pipe", new IllegalStateException("told " + form));
            kept.addSuppressed(new IllegalArgumentException("told " + form));
            kept.addSuppressed(new IllegalArgumentException("harmless"));
            Fault other = Fault.unanswered(ErrorKind.BUSY)
                    .code("c " + form)
                    .hint("h " + form)
                    .because("HV1 said " + form);
            Fault fault = fault("no", kept);
            fault.addSuppressed(other);

            Fault clean = redactor.clean(fault);

            assertThat(printed(clean)).doesNotContain(form).contains("broken pipe", "harmless", "HV1 said <hidden>");
            assertThat(clean).hasMessage("no");
            assertThat(clean.kind()).isEqualTo(ErrorKind.REJECTED);
            assertThat(clean.phase()).isEqualTo(FaultPhase.LASTING);
            assertThat(clean.getStackTrace()).isEqualTo(fault.getStackTrace());
            assertThat(clean.getCause())
                    .hasToString("java.io.IOException: broken pipe")
                    .hasNoCause();
            assertThat(clean.getCause().getStackTrace()).isEqualTo(kept.getStackTrace());
            assertThat(clean.getSuppressed()).singleElement().isInstanceOfSatisfying(Fault.class, told -> {
                assertThat(told.code()).isEqualTo("c <hidden>");
                assertThat(told.hint()).isEqualTo("h <hidden>");
                assertThat(told.kind()).isEqualTo(ErrorKind.BUSY);
                assertThat(told.phase()).isEqualTo(FaultPhase.UNANSWERED);
            });
        }
    }

    @Test
    void clean_whenOnlyTheCodeOrTheHintTells_findsIt() {
        assertThat(redactor.clean(Fault.lasting(ErrorKind.BUSY).code(SECRET).because("no"))
                        .code())
                .isEqualTo("<hidden>");
        assertThat(redactor.clean(Fault.lasting(ErrorKind.BUSY).hint(SECRET).because("no"))
                        .hint())
                .isEqualTo("<hidden>");
    }

    @Test
    void clean_whenOnlyTheNameOrTheLocalisedMessageTells_findsIt() {
        class Telling extends RuntimeException {
            private static final long serialVersionUID = 1L;

            Telling() {
                super("harmless");
            }

            @Override
            public String getLocalizedMessage() {
                return SECRET;
            }

            @Override
            public String toString() {
                return "Telling";
            }
        }
        assertThat(redactor.cleanCause(new Telling())).isNull();
    }

    @Test
    void clean_ofACircle_andOfALongChain_ends() {
        IOException one = new IOException("one");
        IOException two = new IOException("two", one);
        one.initCause(two);
        two.addSuppressed(new IOException(SECRET));
        assertThat(redactor.cleanCause(one)).isNotSameAs(one).hasToString("java.io.IOException: one");
        assertThat(printed(redactor.cleanCause(one))).contains("two").doesNotContain(SECRET);

        IOException plainOne = new IOException("one");
        plainOne.initCause(new IOException("two", plainOne));
        assertThat(redactor.cleanCause(plainOne)).isSameAs(plainOne);

        Throwable chain = new IOException(SECRET);
        for (int i = 0; i < 30_000; i++) {
            chain = new IOException("next", chain);
        }
        assertThat(printed(redactor.cleanCause(chain))).doesNotContain(SECRET).contains("next");
    }

    @Test
    void clean_whatAppearsTwice_isToldTwiceAndCopiedOnce() {
        IOException shared = new IOException("shared\nline");
        IOException top = new IOException("top", shared);
        top.addSuppressed(shared);
        Throwable clean = redactor.cleanCause(top);
        assertThat(clean.getCause())
                .hasToString("java.io.IOException: shared line")
                .isSameAs(clean.getSuppressed()[0]);
    }

    @Test
    void clean_whenSomethingBelowForgesALine_retellsItInOne() {
        Fault clean = redactor.clean(fault("no", new IOException(FORGED, new IllegalStateException(FORGED))));
        String line = "no 2026-01-01 INFO all is well \\u202egnp.exe x";
        assertThat(clean.getCause()).hasMessage(line).hasToString("java.io.IOException: " + line);
        assertThat(clean.getCause().getCause()).hasToString("java.lang.IllegalStateException: " + line);
    }

    @ParameterizedTest
    @EnumSource(FaultPhase.class)
    @DisplayName("what a user prints of an exception: no secret, and no line that we did not begin")
    void exception_ofACall_showsNoSecretAndForgesNoLine(FaultPhase phase) {
        for (Safety safety : Safety.values()) {
            Rig rig = new Rig("HV1");
            String pair =
                    Base64.getEncoder().encodeToString(("admin:" + Rig.PASSWORD).getBytes(StandardCharsets.UTF_8));
            for (int i = 0; i < 5; i++) {
                rig.backend.then(call -> {
                    IOException cause = new IOException(FORGED, new IOException(Rig.PASSWORD));
                    cause.addSuppressed(new IOException("Basic " + pair));
                    throw Fault.in(phase, ErrorKind.REJECTED)
                            .code("c" + FORGED)
                            .hint("h" + FORGED)
                            .cause(cause)
                            .because(FORGED + pair);
                });
            }
            QuorateException e = catchThrowableOfType(QuorateException.class, () -> rig.run(TestCommand.of(safety)));
            assertThat(printed(e)).doesNotContain(Rig.PASSWORD, pair, "\u202e", "\u2028");
            assertThat(printed(e).lines())
                    .allMatch(line -> line.matches("\\s*(at |\\.\\.\\. |Suppressed: |Caused by: ).*")
                            || line.startsWith("io.quorate.error."));
            for (String text : new String[] {e.said(), e.code(), e.hint(), e.getMessage(), e.toString()}) {
                assertThat(String.valueOf(text)).doesNotContain(pair, "\n", "\r", "\u202e");
            }
        }
    }

    @Test
    void defect_ofABackend_showsNoSecretAndForgesNoLine() {
        Rig rig = new Rig("HV1");
        for (int i = 0; i < 5; i++) {
            rig.backend.then(call -> {
                throw new IllegalStateException(FORGED, new IOException("told " + Rig.PASSWORD));
            });
        }
        QuorateException e = catchThrowableOfType(QuorateException.class, () -> rig.run(TestCommand.of(Safety.ONCE)));
        assertThat(printed(e)).doesNotContain(Rig.PASSWORD, "\n2026", "\u202e").contains("INFO all is well");
    }
}
