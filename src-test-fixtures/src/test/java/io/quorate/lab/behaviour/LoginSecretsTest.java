package io.quorate.lab.behaviour;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.read.ListAppender;
import io.quorate.Consent;
import io.quorate.Credentials;
import io.quorate.Quorate;
import io.quorate.RestartConsent;
import io.quorate.SecondHop;
import io.quorate.Secret;
import io.quorate.call.AuditSink;
import io.quorate.cluster.ClusterNodes;
import io.quorate.error.QuorateException;
import io.quorate.lab.HeardTokens;
import io.quorate.lab.Lab;
import io.quorate.lab.LabBuilder;
import io.quorate.lab.behaviour.LoginRig.Wire;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/**
 * Every way to log in, with the right password and with a wrong one: no password, token, ticket or session key can be read in what a person or a
 * file gets to see, in no encoding. Extends {@link NoScriptNoSecretTest}, which lives a whole life with Basic.
 */
class LoginSecretsTest {
    private static final String WRONG = "Wrong+Canary/77-ü";
    private static final int WINDOW = 24;

    @TempDir
    Path files;

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
    void everyWay_showsNoSecret() {
        LabBuilder builder = LoginRig.builder(true);
        HeardTokens heard = HeardTokens.of(builder);
        Set<String> secrets = new HashSet<>();
        for (String password : List.of(LoginRig.PASSWORD, LoginRig.MEMBER_PASSWORD, WRONG)) {
            secrets.addAll(spellings(password));
        }
        try (Lab lab = builder.start()) {
            String member = LoginRig.MEMBER + "@LAB.EXAMPLE";
            Path p12 = lab.logins()
                    .certificate(LoginRig.CERTIFIED)
                    .pkcs12(files.resolve("c.p12"), Secret.of(LoginRig.PASSWORD));
            for (String password : List.of(LoginRig.MEMBER_PASSWORD, WRONG)) {
                Secret secret = Secret.of(password);
                for (Wire wire : List.of(Wire.HTTP, Wire.HTTPS)) {
                    use(lab, wire, Credentials.basic(LoginRig.USER, secret));
                    use(lab, wire, Credentials.ntlm("LAB\\" + LoginRig.MEMBER, secret));
                    use(lab, wire, Credentials.domain("LAB\\" + LoginRig.MEMBER, secret));
                    use(lab, wire, Credentials.kerberos(member, secret));
                    use(lab, wire, Credentials.credSsp("LAB\\" + LoginRig.MEMBER, secret));
                    use(lab, wire, Credentials.certificate(p12, Secret.of(LoginRig.PASSWORD)));
                    lab.logins().account("LAB\\" + LoginRig.MEMBER).unlock();
                }
            }
            use(lab, Wire.HTTPS, Credentials.kerberosKeytab(member, lab.logins().keytab(LoginRig.MEMBER)));
            captured.add(lab.trace());
            captured.add(lab.describe());
            captured.add(String.valueOf(lab.logins()));
            captured.add(lab.traffic().toString());
        }
        assertThat(heard.all()).hasSizeGreaterThan(15);
        heard.all().forEach(token -> secrets.addAll(spellings(token)));
        assertThat(captured.size()).isGreaterThan(40);
        assertThat(log.list.size()).isGreaterThan(100);
        assertNone(secrets);
    }

    @Test
    void waysToTheSecondHop_showNoSecret() {
        Set<String> secrets = new HashSet<>();
        for (String password : List.of(LoginRig.PASSWORD, LoginRig.MEMBER_PASSWORD, WRONG)) {
            secrets.addAll(spellings(password));
        }
        try (Lab lab = LoginRig.builder(false).start()) {
            Secret secret = Secret.of(LoginRig.MEMBER_PASSWORD);
            String member = "LAB\\" + LoginRig.MEMBER;
            RestartConsent anybody = RestartConsent.endingAtMost(9, "a test");
            hop(
                    lab,
                    SecondHop.temporary(member, secret, anybody),
                    nodes -> nodes.evict("HV2", Consent.to("HV2@FC1", "a test")));
            hop(lab, SecondHop.credSsp(member, secret), nodes -> nodes.add("HV2"));
            hop(
                    lab,
                    SecondHop.credSsp(member, Secret.of(WRONG)),
                    nodes -> nodes.evict("HV2", Consent.to("HV2@FC1", "a test")));
            captured.add(lab.trace());
            captured.add(lab.describe());
            assertThat(lab.trace()).contains("Remove-ClusterNode by " + member, "Add-ClusterNode by " + member);
        }
        assertThat(captured).anyMatch(text -> text.contains("Register-PSSessionConfiguration"));
        assertThat(log.list.size()).isGreaterThan(100);
        assertNone(secrets);
    }

    private void hop(Lab lab, SecondHop way, Consumer<ClusterNodes> work) {
        captured.add(way.toString());
        StringBuilder audit = new StringBuilder();
        try (Quorate quorate = LoginRig.connect(
                        lab,
                        Wire.HTTPS,
                        Credentials.basic(LoginRig.USER, Secret.of(LoginRig.PASSWORD)),
                        endpoint -> endpoint.secondHop(way))
                .audit(AuditSink.jsonLines(audit))
                .build()) {
            captured.add(quorate.rehearse(
                            rehearsed -> rehearsed.cluster(Lab.ENDPOINT).nodes().add("HV3"))
                    .toString());
            work.accept(quorate.cluster(Lab.ENDPOINT).nodes());
        } catch (QuorateException failure) {
            StringWriter text = new StringWriter();
            failure.printStackTrace(new PrintWriter(text));
            captured.add(text.toString());
            captured.add(failure.report().toString());
        }
        captured.add(audit.toString());
    }

    private void use(Lab lab, Wire wire, Credentials credentials) {
        captured.add(credentials.toString());
        StringBuilder audit = new StringBuilder();
        Throwable failure = catchThrowable(() -> {
            try (Quorate quorate = LoginRig.connect(lab, wire, credentials, e -> captured.add(e.toString()))
                    .audit(AuditSink.jsonLines(audit))
                    .build()) {
                LoginRig.glance(lab, quorate);
                captured.add(quorate.toString());
            }
        });
        captured.add(audit.toString());
        if (failure != null) {
            StringWriter text = new StringWriter();
            failure.printStackTrace(new PrintWriter(text));
            captured.add(text.toString());
            if (failure instanceof QuorateException known) {
                captured.add(known.report().toString());
            }
        }
    }

    private static Set<String> spellings(String password) {
        Set<String> all = new HashSet<>(Set.of(password));
        for (byte[] bytes :
                List.of(password.getBytes(StandardCharsets.UTF_8), password.getBytes(StandardCharsets.UTF_16LE))) {
            all.add(HexFormat.of().formatHex(bytes));
            all.add(HexFormat.of().withUpperCase().formatHex(bytes));
            all.addAll(base64(bytes));
        }
        return all;
    }

    /** A token or key as hex and Base64; of a long one any piece would do. */
    private static Set<String> spellings(byte[] bytes) {
        Set<String> all = new HashSet<>(base64(bytes));
        all.add(HexFormat.of().formatHex(bytes, 0, Math.min(bytes.length, WINDOW)));
        all.add(HexFormat.ofDelimiter(" ").withUpperCase().formatHex(bytes, 0, Math.min(bytes.length, WINDOW)));
        return all;
    }

    /** As it is encoded at each offset inside a longer text, without the ends, which depend on what stands beside it. */
    private static Set<String> base64(byte[] bytes) {
        Set<String> all = new HashSet<>();
        for (int before = 0; before < 3; before++) {
            byte[] shifted = new byte[before + bytes.length];
            System.arraycopy(bytes, 0, shifted, before, bytes.length);
            String text = Base64.getEncoder().withoutPadding().encodeToString(shifted);
            int from = before == 0 ? 0 : 4;
            int to = Math.min(text.length() - 2, from + 2 * WINDOW);
            if (to - from >= 12) {
                all.add(text.substring(from, to));
            }
        }
        return all;
    }

    private void assertNone(Set<String> secrets) {
        List<String> all = new ArrayList<>(captured);
        for (ILoggingEvent event : List.copyOf(log.list)) {
            all.add(event.getLoggerName() + " " + event.getFormattedMessage() + " " + event.getMDCPropertyMap());
            if (event.getThrowableProxy() != null) {
                all.add(ThrowableProxyUtil.asString(event.getThrowableProxy()));
            }
        }
        TreeMap<String, String> found = new TreeMap<>();
        for (String text : all) {
            for (String secret : secrets) {
                if (text.contains(secret)) {
                    found.put(secret, text.substring(0, Math.min(300, text.length())));
                }
            }
            for (String mark : List.of("Session Key", "EncryptionKey", "Ticket (hex)", "PRIVATE KEY")) {
                if (text.contains(mark)) {
                    found.put(mark, text.substring(0, Math.min(300, text.length())));
                }
            }
        }
        assertThat(found).isEmpty();
    }

    @Test
    void search_findsATokenWhereThereIsOne() {
        byte[] token = new byte[60];
        for (int i = 0; i < token.length; i++) {
            token[i] = (byte) (i * 37);
        }
        for (int before = 0; before < 4; before++) {
            byte[] longer = new byte[before + token.length + 5];
            System.arraycopy(token, 0, longer, before, token.length);
            String text = "Negotiate " + Base64.getEncoder().encodeToString(longer);
            assertThat(spellings(token)).anyMatch(text::contains);
        }
        assertThat(spellings(WRONG)).anyMatch(("x=" + WRONG)::contains);
    }
}
