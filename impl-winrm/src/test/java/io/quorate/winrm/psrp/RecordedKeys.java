package io.quorate.winrm.psrp;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.spec.RSAPrivateKeySpec;
import java.security.spec.RSAPublicKeySpec;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The RSA key pairs of recording clients, where the folder of recorded traffic has them. */
public final class RecordedKeys {
    private RecordedKeys() {}

    /** Returns the pair whose public half a recorded client sent; null if it is not there. */
    public static @Nullable KeyPair of(PsValue publicKey) {
        for (KeyPair pair : all()) {
            if (KeyExchange.readPublicKey(publicKey).equals(pair.getPublic())) {
                return pair;
            }
        }
        return null;
    }

    private static List<KeyPair> all() {
        Path folder = Path.of(System.getProperty("quorate.vectors", "../../shared/vectors"), "keys");
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".json"))
                    .sorted()
                    .map(RecordedKeys::pair)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static KeyPair pair(Path file) {
        JsonNode json = JsonMapper.shared().readTree(file.toFile());
        BigInteger p = new BigInteger(json.get("p").asString());
        BigInteger q = new BigInteger(json.get("q").asString());
        BigInteger e = new BigInteger(json.get("e").asString());
        BigInteger n = p.multiply(q);
        BigInteger d = e.modInverse(p.subtract(BigInteger.ONE).multiply(q.subtract(BigInteger.ONE)));
        try {
            KeyFactory rsa = KeyFactory.getInstance("RSA");
            return new KeyPair(
                    rsa.generatePublic(new RSAPublicKeySpec(n, e)), rsa.generatePrivate(new RSAPrivateKeySpec(n, d)));
        } catch (GeneralSecurityException x) {
            throw new IllegalStateException(x);
        }
    }
}
