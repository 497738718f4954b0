package io.quorate.winrm.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quorate.Secret;
import io.quorate.spi.ErrorKind;
import io.quorate.spi.Fault;
import io.quorate.spi.FaultPhase;
import io.quorate.winrm.Seed;
import io.quorate.winrm.token.SealedBody;
import io.quorate.winrm.token.TokenException;
import io.quorate.winrm.token.TsRequest;
import io.quorate.winrm.wsman.TestIdentity;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** CredSSP's own part of a login: TLS in headers, the proof of its key, the password last, sealed bodies. */
class CredSspLoginTest {
    private static final String PASSWORD = "pa55-w\u00f6rd-canary";
    private static final String SOAP = "application/soap+xml;charset=UTF-8";

    @RegisterExtension
    final Seed seeds = Seed.usually(20_261_128);

    @TempDir
    static Path folder;

    private CredSspHost host;

    @BeforeEach
    void aHost() {
        host = new CredSspHost(TestIdentity.create(folder, "hv1"));
    }

    private CredSspLogin login() {
        return new CredSspLogin(
                "hv1",
                true,
                new CredSspHost.Toy(true),
                CredSspCore.Account.of("LAB\\j\u00fcrgen", Secret.of(PASSWORD)),
                new byte[32]);
    }

    /** Runs it to its end; returns the legs. */
    private List<Leg> run(CredSspLogin login) throws Exception {
        List<Leg> legs = new ArrayList<>();
        List<Challenge> challenges = List.of();
        while (true) {
            Leg leg = login.next(challenges);
            if (leg == null) {
                return legs;
            }
            legs.add(leg);
            Challenge challenge = host.answer(leg.authorization());
            if (challenge == null) {
                return legs;
            }
            challenges = List.of(new Challenge("Negotiate", null), new Challenge("CredSSP", null), challenge);
        }
    }

    @Test
    void login_takesFiveLegs_andHandsThePasswordOverLast() throws Exception {
        CredSspLogin login = login();

        List<Leg> legs = run(login);

        assertThat(legs).hasSize(5).allSatisfy(leg -> {
            assertThat(leg.carriesRequest()).isFalse();
            assertThat(leg.authorization()).startsWith("CredSSP ");
        });
        assertThat(login.accepted(List.of())).isTrue();
        assertThat(login.story())
                .isEqualTo("CredSSP, as LAB\\j\u00fcrgen, a toy inside, the password handed over, sealed");
        assertThat(host.heard)
                .hasSize(3)
                .allSatisfy(it -> assertThat(it.version()).isEqualTo(6));
        assertThat(host.heard.get(0).negoToken()).asString().isEqualTo("hello");
        assertThat(host.heard.get(1).negoToken()).asString().isEqualTo("response");
        assertThat(host.heard.get(1).clientNonce()).hasSize(32);
        assertThat(host.handed.domain()).isEqualTo("LAB");
        assertThat(host.handed.user()).isEqualTo("j\u00fcrgen");
        assertThat(host.handed.password()).isEqualTo(PASSWORD.toCharArray());
        assertThat(login + " " + login.story() + host.handed + host.heard).doesNotContain(PASSWORD);
    }

    @ParameterizedTest
    @CsvSource({"LAB\\alice,LAB,alice", "alice@lab.example,'',alice@lab.example", ".\\admin,.,admin", "bob,'',bob"})
    void account_isTakenApartAsWindowsDoes(String given, String domain, String user) {
        CredSspCore.Account account = CredSspCore.Account.of(given, Secret.of(PASSWORD));

        assertThat(account.domain()).isEqualTo(domain);
        assertThat(account.user()).isEqualTo(user);
        assertThat(account.toString()).doesNotContain(PASSWORD);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 2, 3, 4})
    void login_whenTheHostSpeaksAnOldVersion_isRefusedBeforeAnythingIsProven(int version) {
        host.version(version);

        assertThatThrownBy(() -> run(login())).isInstanceOfSatisfying(Fault.class, fault -> {
            assertThat(fault.kind()).isEqualTo(ErrorKind.UNTRUSTED);
            assertThat(fault.getMessage()).contains("hv1 speaks version " + version, "CVE-2018-0886");
        });
        assertThat(host.heard).hasSize(1);
        assertThat(host.heard.get(0).negoToken()).asString().isEqualTo("hello");
    }

    @ParameterizedTest
    @ValueSource(ints = {5, 6, 7, 99})
    void login_whenTheHostSpeaksAVersionWithTheNonce_goesThrough(int version) throws Exception {
        host.version(version);
        CredSspLogin login = login();

        run(login);

        assertThat(host.handed).isNotNull();
    }

    @Test
    void login_whenSomebodyStandsBetween_endsBeforeThePasswordLeaves() {
        host.between();

        assertThatThrownBy(() -> run(login())).isInstanceOfSatisfying(Fault.class, fault -> {
            assertThat(fault.kind()).isEqualTo(ErrorKind.UNTRUSTED);
            assertThat(fault.getMessage()).contains("the password was not sent");
        });
        assertThat(host.handed).isNull();
        assertThat(host.heard).noneMatch(it -> it.authInfo() != null);
    }

    @ParameterizedTest
    @CsvSource({
        "3221225581,0xC000006D,user name or password is wrong",
        "2148074252,0x8009030C,user name or password is wrong",
        "3221226036,0xC0000234,the account is locked out",
        "3221226020,0xC0000224,the password must be changed first",
        "3221225582,0xC000006E,the account is restricted",
        "3735928559,0xDEADBEEF,it gives no reason that is known"
    })
    void login_whenTheHostTellsWhyItRefuses_saysSo_andIsNotTriedAgain(long status, String code, String reason) {
        host.refusing(status);

        assertThatThrownBy(() -> run(login())).isInstanceOfSatisfying(Fault.class, fault -> {
            assertThat(fault.kind()).isEqualTo(ErrorKind.ACCESS_DENIED);
            assertThat(fault.phase()).isEqualTo(FaultPhase.LASTING);
            assertThat(fault.refusesLogin()).isTrue();
            assertThat(fault.code()).isEqualTo(code);
            assertThat(fault).hasMessage("hv1 refused the login by CredSSP: " + reason);
            assertThat(fault.hint()).isNotBlank();
        });
    }

    @Test
    void login_whenTheHostDoesNotTakeCredSsp_hasNothingToSay() {
        CredSspLogin login = login();
        login.next(List.of());

        assertThat(login.next(List.of(new Challenge("Negotiate", null), new Challenge("Basic", null))))
                .isNull();
    }

    @Test
    void login_whenTheHostSaysNoAtTheEnd_isRefused() throws Exception {
        CredSspLogin login = login();
        run(login);

        assertThat(login.next(List.of(new Challenge("CredSSP", null)))).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"!!!", "", "AAAA", "FgMDAAIBAA==", "FQMDAAICKA=="})
    void login_whenTheHostSaysNonsense_endsInABadReply(String token) {
        CredSspLogin login = login();
        login.next(List.of());

        assertThatThrownBy(() -> login.next(List.of(new Challenge("CredSSP", token))))
                .isInstanceOfSatisfying(Fault.class, fault -> {
                    assertThat(fault.kind()).isEqualTo(ErrorKind.BAD_REPLY);
                    assertThat(fault.phase()).isEqualTo(FaultPhase.NEVER_SENT);
                    assertThat(fault.getMessage()).startsWith("hv1 does not keep to CredSSP: ");
                });
    }

    @Test
    void accepted_beforeTheEnd_isNoLogin() throws Exception {
        CredSspLogin login = login();
        Leg leg = login.next(List.of());

        assertThat(login.accepted(List.of())).isFalse();
        login.next(List.of(host.answer(leg.authorization())));
        assertThat(login.accepted(List.of())).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384",
                "TLS_ECDHE_ECDSA_WITH_AES_256_CBC_SHA384",
                "TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA",
                "TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256"
            })
    void wrap_sealsIntoRecords_andTellsTheTrailersLength(String suite) throws Exception {
        host.onlySuite(suite);
        CredSspLogin login = login();
        run(login);
        assertThat(host.suite()).isEqualTo(suite);

        for (int size : new int[] {1, 15, 16, 300, 16_383, 16_384}) {
            byte[] plain = text(size);
            Body body = login.wrap(new Body(SOAP, plain));

            assertThat(body.type())
                    .isEqualTo("multipart/encrypted;protocol=\"application/HTTP-CredSSP-session-encrypted\";"
                            + "boundary=\"Encrypted Boundary\"");
            SealedBody sealed = SealedBody.parse(body.type(), body.content());
            assertThat(sealed.parts()).hasSize(1);
            SealedBody.Part part = sealed.parts().get(0);
            assertThat(part.type()).isEqualTo(SOAP);
            assertThat(part.length()).isEqualTo(size);
            byte[] record = joined(part);
            assertThat(part.token().length).as(suite + " " + size).isEqualTo(trailer(suite, size));
            assertThat(host.open(record)).isEqualTo(plain);
        }
    }

    /** As pypsrp counts it. */
    private static int trailer(String suite, int size) {
        if (!suite.contains("CBC")) {
            return 16;
        }
        int hash = suite.endsWith("SHA384") ? 48 : suite.endsWith("SHA256") ? 32 : 20;
        return hash + 16 - (size + hash) % 16;
    }

    @ParameterizedTest
    @CsvSource({"16384,1", "16385,2", "40000,3", "102400,7"})
    void wrap_ofWhatIsLong_goesIntoPartsOf16KiB(int size, int parts) throws Exception {
        CredSspLogin login = login();
        run(login);
        byte[] plain = text(size);

        Body body = login.wrap(new Body(SOAP, plain));

        assertThat(body.type()).startsWith(parts == 1 ? "multipart/encrypted;" : "multipart/x-multi-encrypted;");
        SealedBody sealed = SealedBody.parse(body.type(), body.content());
        assertThat(sealed.parts()).hasSize(parts);
        byte[] opened = {};
        for (SealedBody.Part part : sealed.parts()) {
            byte[] piece = host.open(joined(part));
            int before = opened.length;
            opened = Arrays.copyOf(opened, before + piece.length);
            System.arraycopy(piece, 0, opened, before, piece.length);
        }
        assertThat(opened).isEqualTo(plain);
    }

    @ParameterizedTest
    @CsvSource({"0,0", "1,16", "5,17", "50000,0", "102400,33"})
    void unwrap_takesWhateverLengthTheHostTells(int size, int told) throws Exception {
        CredSspLogin login = login();
        run(login);
        byte[] plain = text(size);
        List<SealedBody.Part> parts = new ArrayList<>();
        for (int at = 0; at < size || parts.isEmpty(); at += 16_384) {
            byte[] piece = Arrays.copyOfRange(plain, at, Math.min(size, at + 16_384));
            byte[] record = host.seal(piece);
            parts.add(new SealedBody.Part(
                    SOAP, piece.length, Arrays.copyOf(record, told), Arrays.copyOfRange(record, told, record.length)));
        }
        SealedBody sealed = new SealedBody(SealedBody.CREDSSP, parts);

        Body opened = login.unwrap(new Body(sealed.contentType(), sealed.encode()));

        assertThat(opened.type()).isEqualTo(SOAP);
        assertThat(opened.content()).isEqualTo(plain);
    }

    @Test
    void unwrap_ofWhatIsChangedReplayedOrOfAnotherKind_isBroken() throws Exception {
        CredSspLogin login = login();
        run(login);
        byte[] record = host.seal(text(100));
        byte[] changed = record.clone();
        changed[40] ^= 1;

        assertThatThrownBy(() -> login.unwrap(sealed(SealedBody.CREDSSP, changed, 100)))
                .isInstanceOf(TokenException.class);
        assertThat(login.unwrap(new Body(SOAP, text(100)))).isNull();

        CredSspLogin second = again();
        byte[] one = host.seal(text(100));
        assertThat(second.unwrap(sealed(SealedBody.CREDSSP, one, 100))).isNotNull();
        assertThatThrownBy(() -> second.unwrap(sealed(SealedBody.CREDSSP, one, 100)))
                .isInstanceOf(TokenException.class);

        CredSspLogin third = again();
        byte[] other = host.seal(text(100));
        assertThatThrownBy(() -> third.unwrap(sealed(SealedBody.SPNEGO, other, 100)))
                .isInstanceOf(TokenException.class);
        assertThatThrownBy(() -> third.unwrap(sealed(SealedBody.CREDSSP, other, 99)))
                .isInstanceOf(TokenException.class);
    }

    private CredSspLogin again() throws Exception {
        aHost();
        CredSspLogin login = login();
        run(login);
        return login;
    }

    private static Body sealed(String protocol, byte[] record, int length) {
        SealedBody body = new SealedBody(
                protocol,
                List.of(new SealedBody.Part(
                        SOAP, length, Arrays.copyOf(record, 16), Arrays.copyOfRange(record, 16, record.length))));
        return new Body(body.contentType(), body.encode());
    }

    @Test
    void next_ofHostileTokens_isAFaultAndNothingElse() throws Exception {
        int inputs = Boolean.getBoolean("quorate.sweep") ? 10_000 : 120;
        Random random = new Random(seeds.value());
        int refused = 0;
        for (int i = 0; i < inputs; i++) {
            aHost();
            CredSspLogin login = login();
            Leg leg = login.next(List.of());
            int sane = i % 30 == 0 ? 1 + random.nextInt(3) : 0;
            for (int n = 0; n < sane; n++) {
                leg = login.next(List.of(host.answer(leg.authorization())));
            }
            Challenge honest = host.answer(leg.authorization());
            byte[] token = Base64.getDecoder().decode(honest.token());
            token = mutated(token, random);
            try {
                login.next(List.of(CredSspHost.said(token)));
            } catch (Fault fault) {
                refused++;
            }
        }
        assertThat(refused).isGreaterThan(inputs / 2);
    }

    private static byte[] mutated(byte[] token, Random random) {
        byte[] result =
                random.nextInt(3) == 0 ? Arrays.copyOf(token, random.nextInt(token.length + 10)) : token.clone();
        int flips = 1 + random.nextInt(4);
        for (int i = 0; i < flips && result.length > 0; i++) {
            int at = random.nextBoolean() ? random.nextInt(Math.min(8, result.length)) : random.nextInt(result.length);
            result[at] = (byte) random.nextInt(256);
        }
        return result;
    }

    /** What the host says through its TLS is hostile: the core sees it bare. */
    @Test
    void core_ofHostileMessages_isAFaultOrAProtocolError_andKeepsThePassword() throws Exception {
        int inputs = Boolean.getBoolean("quorate.sweep") ? 100_000 : 2_000;
        Random random = new Random(seeds.value());
        byte[][] honest = {
            new TsRequest(6, "challenge".getBytes(StandardCharsets.US_ASCII), null, null, null, null).encode(),
            new TsRequest(6, null, null, new byte[48], null, null).encode(),
            new TsRequest(6, null, null, null, 0xC000006DL, null).encode()
        };
        for (int i = 0; i < inputs; i++) {
            CredSspCore hostile = new CredSspCore(
                    "hv1",
                    new CredSspHost.Toy(true),
                    new byte[65],
                    new byte[32],
                    CredSspCore.Account.of("bob", Secret.of(PASSWORD)));
            hostile.first();
            try {
                if (random.nextBoolean()) {
                    hostile.next(honest[0]);
                }
                hostile.next(mutated(honest[random.nextInt(3)], random));
            } catch (TokenException | Fault e) {
                assertThat(e.getMessage()).doesNotContain(PASSWORD);
            }
            assertThat(hostile.done()).isFalse();
        }
    }

    @Test
    void unwrap_ofHostileBodies_isAProtocolErrorAndNothingElse() throws Exception {
        int inputs = Boolean.getBoolean("quorate.sweep") ? 100_000 : 2_000;
        Random random = new Random(seeds.value());
        CredSspLogin login = login();
        run(login);
        Body honest = sealed(SealedBody.CREDSSP, host.seal(text(300)), 300);
        int refused = 0;
        for (int i = 0; i < inputs; i++) {
            if (i % 500 == 499) {
                login = again();
                honest = sealed(SealedBody.CREDSSP, host.seal(text(300)), 300);
            }
            try {
                login.unwrap(new Body(honest.type(), mutated(honest.content(), random)));
            } catch (TokenException e) {
                refused++;
            }
        }
        assertThat(refused).isGreaterThan(inputs / 2);
    }

    private static byte[] joined(SealedBody.Part part) {
        byte[] both = Arrays.copyOf(part.token(), part.token().length + part.data().length);
        System.arraycopy(part.data(), 0, both, part.token().length, part.data().length);
        return both;
    }

    private static byte[] text(int size) {
        byte[] text = new byte[size];
        for (int i = 0; i < size; i++) {
            text[i] = (byte) ('a' + i % 26);
        }
        return text;
    }
}
