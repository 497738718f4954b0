package io.quorate.lab.winrm;

import io.quorate.lab.http.RawHttpClient;
import io.quorate.winrm.token.AvPairs;
import io.quorate.winrm.token.NtlmAuthenticate;
import io.quorate.winrm.token.NtlmChallenge;
import io.quorate.winrm.token.NtlmCrypto;
import io.quorate.winrm.token.NtlmFlags;
import io.quorate.winrm.token.NtlmNegotiate;
import io.quorate.winrm.token.NtlmSeal;
import io.quorate.winrm.token.NtlmV2Response;
import io.quorate.winrm.token.SealedBody;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.function.UnaryOperator;

/** A client's half of NTLM and of sealed bodies by hand, with a handle at each thing that can be wrong; one connection. */
final class LoginHand implements AutoCloseable {
    static final String SOAP = "application/soap+xml;charset=UTF-8";
    private static final int FLAGS = NtlmFlags.UNICODE
            | NtlmFlags.REQUEST_TARGET
            | NtlmFlags.SIGN
            | NtlmFlags.SEAL
            | NtlmFlags.NTLM
            | NtlmFlags.ALWAYS_SIGN
            | NtlmFlags.EXTENDED_SESSIONSECURITY
            | NtlmFlags.TARGET_INFO
            | NtlmFlags.VERSION
            | NtlmFlags.KEY_128
            | NtlmFlags.KEY_EXCH
            | NtlmFlags.KEY_56;
    private static final byte[] VERSION = {10, 0, 0, 0, 0, 0, 0, 15};

    private final RawHttpClient http;

    /** Does something to the last message before it goes. */
    UnaryOperator<byte[]> tamper = token -> token;

    /** Sixteen bytes; null leaves them out. */
    byte[] bindings;

    NtlmSeal seal;
    NtlmChallenge challenge;
    private byte[] negotiate;

    LoginHand(RawHttpClient http) {
        this.http = http;
    }

    RawHttpClient.Response post(String authorization, String type, byte[] body) throws IOException {
        String head = "POST /wsman HTTP/1.1\r\nHost: hv1\r\n"
                + (authorization == null ? "" : "Authorization: " + authorization + "\r\n")
                + (type == null ? "" : "Content-Type: " + type + "\r\n") + "Content-Length: " + body.length
                + "\r\n\r\n";
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(head.getBytes(StandardCharsets.ISO_8859_1));
        out.writeBytes(body);
        http.write(out.toByteArray());
        return http.response();
    }

    RawHttpClient.Response leg(String scheme, byte[] token) throws IOException {
        return post(scheme + " " + Base64.getEncoder().encodeToString(token), null, new byte[0]);
    }

    static byte[] token(RawHttpClient.Response response, String scheme) {
        return response.header("WWW-Authenticate").stream()
                .filter(header -> header.startsWith(scheme + " "))
                .map(header -> Base64.getDecoder().decode(header.substring(scheme.length() + 1)))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no token in " + response.status() + " " + response.headers()));
    }

    byte[] first() {
        negotiate = new NtlmNegotiate(FLAGS, "", "", VERSION, 0, List.of()).encode();
        return negotiate;
    }

    byte[] last(byte[] second, String domain, String user, String password) throws GeneralSecurityException {
        challenge = NtlmChallenge.parse(second);
        byte[] key = NtlmCrypto.ntowfV2(password.toCharArray(), user, domain);
        AvPairs info = challenge.targetInfo().withFlags(AvPairs.FLAG_MIC);
        if (bindings != null) {
            info = info.with(AvPairs.CHANNEL_BINDINGS, bindings);
        }
        byte[] mine = {1, 2, 3, 4, 5, 6, 7, 8};
        long time = challenge.targetInfo().timestamp();
        byte[] proof = NtlmCrypto.proof(
                key, challenge.serverChallenge(), NtlmV2Response.proven(time, mine, info, new byte[4]));
        byte[] response = NtlmV2Response.proven(time, mine, info, new byte[4]);
        byte[] whole = new byte[16 + response.length];
        System.arraycopy(proof, 0, whole, 0, 16);
        System.arraycopy(response, 0, whole, 16, response.length);
        byte[] sessionKey = "sixteen secrets!".getBytes(StandardCharsets.US_ASCII);
        byte[] exchanged = NtlmCrypto.exchange(NtlmCrypto.sessionBaseKey(key, proof), sessionKey);
        byte[] zeroed = message(domain, user, whole, exchanged, new byte[16]);
        byte[] mic = NtlmCrypto.mic(sessionKey, negotiate, second, zeroed);
        seal = new NtlmSeal(challenge.flags() & FLAGS, sessionKey, true);
        return tamper.apply(message(domain, user, whole, exchanged, mic));
    }

    private byte[] message(String domain, String user, byte[] response, byte[] key, byte[] mic) {
        return new NtlmAuthenticate(
                        new byte[24],
                        response,
                        domain,
                        user,
                        "CLIENT",
                        key,
                        challenge.flags() & FLAGS,
                        VERSION,
                        mic,
                        List.of())
                .encode();
    }

    /** Logs in with raw NTLM in Negotiate; returns the answer to the last message, which goes alone. */
    RawHttpClient.Response login(String domain, String user, String password)
            throws IOException, GeneralSecurityException {
        RawHttpClient.Response second = leg("Negotiate", first());
        return leg("Negotiate", last(token(second, "Negotiate"), domain, user, password));
    }

    SealedBody.Part sealed(String text) {
        byte[] plain = text.getBytes(StandardCharsets.UTF_8);
        NtlmSeal.Sealed part = seal.seal(plain);
        return new SealedBody.Part(SOAP, plain.length, part.signature(), part.data());
    }

    RawHttpClient.Response postSealed(SealedBody.Part part) throws IOException {
        SealedBody body = new SealedBody(SealedBody.SPNEGO, List.of(part));
        return post(null, body.contentType(), body.encode());
    }

    String opened(RawHttpClient.Response response) throws GeneralSecurityException {
        String type = response.header("Content-Type").get(0);
        SealedBody.Part part = SealedBody.parse(type, response.body()).parts().get(0);
        byte[] plain = seal.unseal(part.token(), part.data());
        if (plain.length != part.length()) {
            throw new AssertionError("length " + part.length() + " instead of " + plain.length);
        }
        return new String(plain, StandardCharsets.UTF_8);
    }

    static byte[] flipped(byte[] bytes, int at) {
        byte[] copy = Arrays.copyOf(bytes, bytes.length);
        copy[at] ^= 1;
        return copy;
    }

    @Override
    public void close() throws IOException {
        http.close();
    }
}
