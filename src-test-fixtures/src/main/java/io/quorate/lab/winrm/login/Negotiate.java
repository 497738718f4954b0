package io.quorate.lab.winrm.login;

import io.quorate.winrm.token.SealedBody;
import io.quorate.winrm.token.Spnego;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Negotiate: SPNEGO (RFC 4178) with Kerberos or NTLM inside, or one of them bare, as Windows takes both. */
final class Negotiate implements ServerScheme {
    private static final byte[] NTLM = "NTLMSSP\0".getBytes(StandardCharsets.US_ASCII);

    private final Function<Place, Mechanism> ntlm;
    private final @Nullable Function<Place, Mechanism> kerberos;

    /** @param kerberos null where the host has no keys for it */
    Negotiate(Function<Place, Mechanism> ntlm, @Nullable Function<Place, Mechanism> kerberos) {
        this.ntlm = ntlm;
        this.kerberos = kerberos;
    }

    @Override
    public String name() {
        return "Negotiate";
    }

    @Override
    public ServerLogin begin(Place place) {
        return new Login(place);
    }

    private final class Login implements ServerLogin {
        private final Place place;
        private @Nullable Mechanism mechanism;
        private byte @Nullable [] agreed;
        private @Nullable String chosen;
        private @Nullable Visitor visitor;
        private boolean bare;
        private boolean micNeeded;
        private boolean named;

        Login(Place place) {
            this.place = place;
        }

        @Override
        public LoginStep step(byte[] token) {
            try {
                if (mechanism == null && !Spnego.looksLike(token)) {
                    bare = true;
                    mechanism = ofToken(token);
                }
                if (bare) {
                    return mechanism == null ? LoginStep.refused("a mechanism unknown here") : mechanism.step(token);
                }
                Spnego message = Spnego.parse(token);
                if (message instanceof Spnego.Init init) {
                    return mechanism == null ? first(init) : LoginStep.refused("a second beginning");
                }
                Spnego.Resp resp = (Spnego.Resp) message;
                return mechanism == null
                        ? LoginStep.refused("no beginning")
                        : visitor == null ? next(resp.responseToken(), resp.mechListMic()) : last(resp);
            } catch (GeneralSecurityException e) {
                return LoginStep.refused(String.valueOf(e.getMessage()));
            }
        }

        private @Nullable Mechanism ofToken(byte[] token) {
            if (Arrays.equals(token, 0, Math.min(NTLM.length, token.length), NTLM, 0, NTLM.length)) {
                return ntlm.apply(place);
            }
            return kerberos == null ? null : kerberos.apply(place);
        }

        private LoginStep first(Spnego.Init init) throws GeneralSecurityException {
            List<String> offered = init.mechTypes();
            chosen = offered.stream().filter(this::serves).findFirst().orElse(null);
            if (chosen == null) {
                return LoginStep.refused("no mechanism in common");
            }
            agreed = Spnego.mechTypeList(offered);
            mechanism = chosen.equals(Spnego.NTLM) ? ntlm.apply(place) : kerberos(place);
            if (!chosen.equals(offered.get(0))) {
                // whoever stands between could have struck the better one off the list
                micNeeded = true;
                named = true;
                return new LoginStep.GoOn(new Spnego.Resp(Spnego.State.REQUEST_MIC, chosen, null, null).encode());
            }
            return next(init.mechToken(), init.mechListMic());
        }

        private Mechanism kerberos(Place at) {
            if (kerberos == null) {
                throw new IllegalStateException("no Kerberos");
            }
            return kerberos.apply(at);
        }

        private boolean serves(String mech) {
            return mech.equals(Spnego.NTLM)
                    || kerberos != null && (mech.equals(Spnego.KERBEROS) || mech.equals(Spnego.KERBEROS_MS));
        }

        private LoginStep next(byte @Nullable [] token, byte @Nullable [] mic) throws GeneralSecurityException {
            Mechanism inside = inside();
            LoginStep step = token == null ? new LoginStep.GoOn(new byte[0]) : inside.step(token);
            if (step instanceof LoginStep.GoOn on) {
                return new LoginStep.GoOn(said(Spnego.State.ACCEPT_INCOMPLETE, on.token(), null));
            }
            if (!(step instanceof LoginStep.Welcome welcome)) {
                return step;
            }
            if (mic == null && micNeeded) {
                visitor = welcome.visitor();
                return new LoginStep.GoOn(said(Spnego.State.ACCEPT_INCOMPLETE, welcome.token(), null));
            }
            return new LoginStep.Welcome(
                    welcome.visitor(),
                    said(Spnego.State.ACCEPT_COMPLETED, welcome.token(), mic == null ? null : answered(mic)));
        }

        /** Takes the proof that the list of mechanisms is untouched, where it comes by itself. */
        private LoginStep last(Spnego.Resp resp) throws GeneralSecurityException {
            byte[] mic = resp.mechListMic();
            if (mic == null || visitor == null) {
                return LoginStep.refused("the list of mechanisms is not signed");
            }
            return new LoginStep.Welcome(visitor, said(Spnego.State.ACCEPT_COMPLETED, null, answered(mic)));
        }

        private byte[] answered(byte[] mic) throws GeneralSecurityException {
            byte[] list = agreed == null ? new byte[0] : agreed;
            inside().verifyMic(list, mic);
            return inside().mic(list);
        }

        private byte[] said(Spnego.State state, byte @Nullable [] token, byte @Nullable [] mic) {
            String mech = named ? null : chosen;
            named = true;
            return new Spnego.Resp(state, mech, token == null || token.length == 0 ? null : token, mic).encode();
        }

        private Mechanism inside() {
            if (mechanism == null) {
                throw new IllegalStateException("no mechanism yet");
            }
            return mechanism;
        }

        @Override
        public String protocol() {
            return SealedBody.SPNEGO;
        }

        @Override
        public SealedPart seal(byte[] plain) {
            return inside().seal(plain);
        }

        @Override
        public byte[] open(SealedPart sealed) throws GeneralSecurityException {
            return inside().open(sealed);
        }

        @Override
        public void close() {
            if (mechanism != null) {
                mechanism.close();
            }
        }
    }
}
