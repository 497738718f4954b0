package io.quorate.lab.behaviour;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.read.ListAppender;
import io.quorate.Credentials;
import io.quorate.Quorate;
import io.quorate.Secret;
import io.quorate.Trust;
import io.quorate.call.AuditSink;
import io.quorate.call.Order;
import io.quorate.call.Rehearsal;
import io.quorate.error.QuorateException;
import io.quorate.lab.Lab;
import io.quorate.spi.Command;
import io.quorate.sql.command.CreateMasterKey;
import io.quorate.sql.command.CreateSqlLogin;
import io.quorate.sql.command.GetLogins;
import io.quorate.sql.command.GetPasswordHash;
import io.quorate.sql.command.SetLoginPassword;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** Extends {@link NoScriptNoSecretTest} to SQL Server: its log-in's password, and those that statements carry. */
class SqlSecretsThroughLabTest {
    private static final String CANARY = "Canary+5f1'Zw/Passw0rd";

    /** A hash that an instance takes. */
    private static final String HASH = "0200CA9A12C7" + "C0DE5EC12E7A".repeat(10) + "C0DE5EC1";

    private final List<String> captured = Collections.synchronizedList(new ArrayList<>());
    private final ListAppender<ILoggingEvent> log = new ListAppender<>();
    private final Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    private final Level level = root.getLevel();
    private final List<Appender<ILoggingEvent>> others = new ArrayList<>();

    @BeforeEach
    void captureTheLog() {
        root.iteratorForAppenders().forEachRemaining(others::add);
        others.forEach(root::detachAppender);
        log.start();
        root.addAppender(log);
        root.setLevel(Level.TRACE);
    }

    @AfterEach
    void releaseTheLog() {
        root.setLevel(level);
        root.detachAppender(log);
        others.forEach(root::addAppender);
    }

    @Test
    @DisplayName("logging in, making log-ins and keys, failing at them and rehearsing them shows no password")
    void sqlServer_showsNoSecret() {
        StringBuilder audit = new StringBuilder();
        List<Command<?>> commands = List.of(
                new CreateMasterKey("SQL1", Secret.of(CANARY)),
                new CreateSqlLogin("SQL1", "partner", Secret.of(CANARY), false, null),
                new CreateSqlLogin("SQL1", "hashed", Secret.of(CANARY), true, null),
                new CreateSqlLogin("SQL1", "copied", Secret.of("0x" + HASH), true, null),
                new SetLoginPassword("SQL1", "partner", Secret.of(HASH)),
                new SetLoginPassword("SQL1", "nobody", Secret.of(HASH)),
                new GetLogins("SQL1"),
                new GetPasswordHash("SQL1", "copied"));
        try (Lab lab = Lab.builder()
                .host("SQL1")
                .sql("SQL1", instance -> instance.login("operator", Secret.of(CANARY)))
                .start()) {
            try (Quorate quorate =
                    lab.connect().audit(AuditSink.jsonLines(audit)).build()) {
                Rehearsal rehearsal = quorate.rehearse(q ->
                        commands.subList(0, 2).forEach(command -> q.run(Order.create(Lab.SQL, command))));
                captured.add(rehearsal + rehearsal.explain() + rehearsal.steps());
                lab.sql().fail("*", "*", 15247, 1);
                for (Command<?> command : commands) {
                    captured.add(command.toString());
                    run(quorate, command);
                    run(quorate, command);
                }
                captured.add(quorate.availabilityGroups(Lab.SQL)
                        .instances()
                        .inventories()
                        .toString());
                captured.add(quorate.toString());
            }
            wrongPassword(lab);
            captured.add(lab.describe() + lab.trace() + lab.sql() + lab.sql().password());
            assertThat(lab.sql().names()).containsExactly("SQL1");
        }
        captured.add(audit.toString());
        assertThat(audit.toString().lines().count()).isGreaterThan(8);
        assertThat(log.list).extracting(ILoggingEvent::getLoggerName).contains("io.quorate.mssql.SqlLink");
        assertNoSecret();
    }

    private void run(Quorate quorate, Command<?> command) {
        Throwable failure = catchThrowable(() -> captured.add(
                String.valueOf(quorate.run(Order.create(Lab.SQL, command)).value())));
        if (failure != null) {
            capture(failure);
        }
    }

    private void wrongPassword(Lab lab) {
        try (Quorate quorate = Quorate.builder()
                .runtime(lab.runtime())
                .endpoint(Lab.SQL, lab.sql().uri(), endpoint -> {
                    captured.add(endpoint.credentials(Credentials.basic("someone", Secret.of(CANARY)))
                            .trust(new Trust.Authorities(lab.caCertificates()))
                            .toString());
                })
                .build()) {
            Throwable failure = catchThrowable(
                    () -> quorate.availabilityGroups(Lab.SQL).instances().list());
            assertThat(failure).isInstanceOf(QuorateException.class);
            capture(failure);
        }
    }

    private void capture(Throwable failure) {
        StringWriter text = new StringWriter();
        failure.printStackTrace(new PrintWriter(text));
        captured.add(text.toString());
        if (failure instanceof QuorateException known) {
            captured.add(known.report().toString());
        }
    }

    /** As it is, as T-SQL writes it, as bytes in hex and Base64, and as the log-in's packet hides it. */
    private static Set<String> spellings() {
        Set<String> all = new HashSet<>(Set.of(CANARY, CANARY.substring(0, 10), CANARY.replace("'", "''")));
        all.addAll(Set.of(HASH, HASH.toLowerCase(Locale.ROOT), HASH.substring(8, 40)));
        all.add(Base64.getEncoder()
                .encodeToString(HexFormat.of().parseHex(HASH))
                .substring(0, 24));
        byte[] wide = CANARY.getBytes(StandardCharsets.UTF_16LE);
        byte[] packed = wide.clone();
        for (int i = 0; i < packed.length; i++) {
            packed[i] = (byte) ((packed[i] & 15) << 4 | (packed[i] & 0xF0) >> 4);
            packed[i] ^= (byte) 0xA5;
        }
        for (byte[] bytes : List.of(CANARY.getBytes(StandardCharsets.UTF_8), wide, packed)) {
            all.add(HexFormat.of().formatHex(bytes));
            all.add(HexFormat.of().withUpperCase().formatHex(bytes));
            all.add(HexFormat.ofDelimiter(" ").withUpperCase().formatHex(bytes));
            all.add(Base64.getEncoder().withoutPadding().encodeToString(bytes).substring(0, 24));
        }
        return all;
    }

    private void assertNoSecret() {
        Set<String> secrets = spellings();
        List<String> all = new ArrayList<>(captured);
        for (ILoggingEvent event : List.copyOf(log.list)) {
            all.add(event.getLoggerName() + " " + event.getFormattedMessage() + " " + event.getMDCPropertyMap());
            if (event.getThrowableProxy() != null) {
                all.add(ThrowableProxyUtil.asString(event.getThrowableProxy()));
            }
        }
        for (String text : all) {
            assertThat(secrets.stream().filter(text::contains))
                    .as(() -> "a secret in: " + text.substring(0, Math.min(500, text.length())))
                    .isEmpty();
        }
    }
}
