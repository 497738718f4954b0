package io.quorate.winrm.token;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.X509Certificate;
import java.security.spec.PSSParameterSpec;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Binds a log-in to the TLS connection it goes over, by the server's certificate: {@code tls-server-end-point} of RFC 5929. */
public final class TlsBinding {
    private static final byte[] PREFIX = "tls-server-end-point:".getBytes(StandardCharsets.US_ASCII);
    private static final Pattern DIGEST = Pattern.compile("(MD2|MD5|SHA-?1|SHA|SHA-?(224|256|384|512))WITH.*");

    private TlsBinding() {}

    /** Returns the binding: the prefix and the certificate's hash. */
    public static byte[] serverEndPoint(X509Certificate certificate) {
        try {
            byte[] hash = MessageDigest.getInstance(digest(certificate)).digest(certificate.getEncoded());
            return ByteBuffer.allocate(PREFIX.length + hash.length)
                    .put(PREFIX)
                    .put(hash)
                    .array();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the certificate of a connection has no hash", e);
        }
    }

    /**
     * Returns the MD5 over the binding as GSS-API holds it, which is what NTLM and Kerberos send. The types of both addresses are 0, as Windows
     * has them; with 255, which {@code org.ietf.jgss.ChannelBinding} takes, it is wrong.
     */
    public static byte[] hash(byte[] binding) {
        byte[] length = NtlmLayout.little(new byte[4]).putInt(binding.length).array();
        return NtlmCrypto.md5(new byte[16], length, binding);
    }

    /** The hash of the certificate's signature; SHA-256 instead of MD5 and SHA-1, and where the signature has none of its own. */
    static String digest(X509Certificate certificate) throws GeneralSecurityException {
        String algorithm = certificate.getSigAlgName().toUpperCase(Locale.ROOT);
        if (algorithm.startsWith("RSASSA-PSS") && certificate.getSigAlgParams() != null) {
            AlgorithmParameters parameters = AlgorithmParameters.getInstance("RSASSA-PSS");
            try {
                parameters.init(certificate.getSigAlgParams());
            } catch (IOException e) {
                throw new GeneralSecurityException(e);
            }
            algorithm = parameters.getParameterSpec(PSSParameterSpec.class).getDigestAlgorithm() + "WITH";
        }
        Matcher matcher = DIGEST.matcher(algorithm);
        return matcher.matches() && matcher.group(2) != null ? "SHA-" + matcher.group(2) : "SHA-256";
    }
}
