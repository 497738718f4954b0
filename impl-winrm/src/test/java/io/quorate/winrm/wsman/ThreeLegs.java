package io.quorate.winrm.wsman;

import io.quorate.winrm.auth.Body;
import io.quorate.winrm.auth.Challenge;
import io.quorate.winrm.auth.Leg;
import io.quorate.winrm.auth.Login;
import io.quorate.winrm.auth.LoginScheme;
import io.quorate.winrm.auth.Peer;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/**
 * A made-up scheme with the habits of those that Windows knows: three legs on one connection, the third of which may carry the request; a
 * key that the host gives; bodies sealed by it and by a counter that both sides keep, so that nothing sealed for one connection, or out of
 * turn, can be opened.
 */
final class ThreeLegs implements LoginScheme {
    static final String SEALED = "multipart/sealed;protocol=\"application/ThreeLegs\"";

    private final boolean ride;
    private final boolean seal;
    final List<Peer> peers = new CopyOnWriteArrayList<>();
    final List<String> ended = new CopyOnWriteArrayList<>();

    private ThreeLegs(boolean ride, boolean seal) {
        this.ride = ride;
        this.seal = seal;
    }

    /** All legs go alone; bodies are sealed. */
    static ThreeLegs sealing() {
        return new ThreeLegs(false, true);
    }

    /** The third leg carries the sealed request. */
    static ThreeLegs riding() {
        return new ThreeLegs(true, true);
    }

    /** As over TLS: nothing needs to be sealed, and the third leg carries the request. */
    static ThreeLegs plain() {
        return new ThreeLegs(true, false);
    }

    @Override
    public boolean perConnection() {
        return true;
    }

    @Override
    public Login begin(Peer peer) {
        peers.add(peer);
        return new Talk();
    }

    @Override
    public String hint(List<Challenge> offered) {
        return "three legs of " + offered;
    }

    /** Both ends seal and open alike. */
    static final class Seal {
        private final int key;
        private int wrapped;
        private int unwrapped;

        Seal(int key) {
            this.key = key;
        }

        byte[] wrap(byte[] plain) {
            byte[] sealed = xor(plain, wrapped++);
            return ByteBuffer.allocate(8 + sealed.length)
                    .putInt(plain.length)
                    .putInt(java.util.Arrays.hashCode(plain) ^ key)
                    .put(sealed)
                    .array();
        }

        byte[] unwrap(byte[] sealed) throws GeneralSecurityException {
            ByteBuffer in = ByteBuffer.wrap(sealed);
            if (sealed.length < 8 || in.getInt() != sealed.length - 8) {
                throw new GeneralSecurityException("not of that length");
            }
            int check = in.getInt();
            byte[] plain = xor(java.util.Arrays.copyOfRange(sealed, 8, sealed.length), unwrapped++);
            if ((java.util.Arrays.hashCode(plain) ^ key) != check) {
                throw new GeneralSecurityException("the signature is wrong");
            }
            return plain;
        }

        private byte[] xor(byte[] bytes, int turn) {
            byte[] result = new byte[bytes.length];
            for (int i = 0; i < bytes.length; i++) {
                result[i] = (byte) (bytes[i] ^ (key + 31 * turn + i | 1));
            }
            return result;
        }
    }

    private final class Talk implements Login {
        private int leg;
        private @Nullable Seal keys;

        @Override
        public @Nullable Leg next(List<Challenge> challenges) {
            if (leg == 0) {
                leg = 1;
                return new Leg("ThreeLegs 1", false);
            }
            String token = null;
            for (Challenge challenge : challenges) {
                token = challenge.of("ThreeLegs") ? challenge.token() : token;
            }
            if (token == null || leg == 3 && !token.equals("more")) {
                return null;
            }
            if (leg == 2) {
                keys = new Seal(Integer.parseInt(token));
            }
            leg = Math.min(3, leg + 1);
            return new Leg("ThreeLegs " + leg + "." + token, leg == 3 && ride);
        }

        @Override
        public boolean accepted(List<Challenge> challenges) {
            return challenges.stream().anyMatch(it -> it.of("ThreeLegs") && "proof".equals(it.token()));
        }

        @Override
        public boolean seals() {
            return seal;
        }

        @Override
        public Body wrap(Body plain) {
            return new Body(SEALED, keys().wrap(plain.content()));
        }

        @Override
        public @Nullable Body unwrap(Body sealed) throws GeneralSecurityException {
            return sealed.type().equals(SEALED)
                    ? new Body("application/soap+xml", keys().unwrap(sealed.content()))
                    : null;
        }

        private Seal keys() {
            if (keys == null) {
                throw new IllegalStateException("there are no keys yet");
            }
            return keys;
        }

        @Override
        public void close() {
            ended.add("login " + leg);
        }
    }
}
