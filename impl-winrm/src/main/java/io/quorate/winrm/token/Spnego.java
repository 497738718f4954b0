package io.quorate.winrm.token;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A message of SPNEGO (RFC 4178, [MS-SPNG]). Prints nothing of the tokens it carries. */
public sealed interface Spnego permits Spnego.Init, Spnego.Resp {
    String OID = "1.3.6.1.5.5.2";
    String NTLM = "1.3.6.1.4.1.311.2.2.10";
    String KERBEROS = "1.2.840.113554.1.2.2";

    /** Kerberos as Windows 2000 misspelt it; Windows offers it beside the right one. */
    String KERBEROS_MS = "1.2.840.48018.1.2.2";

    /** More are offered by nobody. */
    int MOST_MECHANISMS = 64;

    /** Writes it; the first message of the initiator in the wrapper of GSS-API. */
    byte[] encode();

    /**
     * NegTokenInit, or with hints NegTokenInit2.
     *
     * @param mechTypes what is offered, the preferred one first
     * @param reqFlags the content of the bit string of flags
     * @param mechToken the first token of the preferred mechanism
     * @param hintName what a Windows host hints at, usually nothing
     * @param hints whether there are hints
     * @param mechListMic proves that the list of mechanisms is untouched
     * @param wrapped whether it stands in the wrapper of GSS-API, as it must
     */
    record Init(
            List<String> mechTypes,
            byte @Nullable [] reqFlags,
            byte @Nullable [] mechToken,
            boolean hints,
            @Nullable String hintName,
            byte @Nullable [] hintAddress,
            byte @Nullable [] mechListMic,
            boolean wrapped)
            implements Spnego {
        public Init {
            mechTypes = List.copyOf(mechTypes);
        }

        /** Makes the usual one. */
        public static Init of(List<String> mechTypes, byte @Nullable [] mechToken) {
            return new Init(mechTypes, null, mechToken, false, null, null, null, true);
        }

        @Override
        public byte[] encode() {
            List<byte[]> parts = new ArrayList<>();
            if (!mechTypes.isEmpty()) {
                parts.add(Der.value(Der.context(0), mechTypeList(mechTypes)));
            }
            if (reqFlags != null) {
                parts.add(Der.value(Der.context(1), Der.value(Der.BIT_STRING, reqFlags)));
            }
            if (mechToken != null) {
                parts.add(Der.value(Der.context(2), Der.octets(mechToken)));
            }
            if (hints) {
                List<byte[]> inside = new ArrayList<>();
                if (hintName != null) {
                    inside.add(Der.value(
                            Der.context(0),
                            Der.value(Der.GENERAL_STRING, hintName.getBytes(StandardCharsets.ISO_8859_1))));
                }
                if (hintAddress != null) {
                    inside.add(Der.value(Der.context(1), Der.octets(hintAddress)));
                }
                parts.add(Der.value(Der.context(3), Der.sequence(inside.toArray(byte[][]::new))));
            }
            if (mechListMic != null) {
                parts.add(Der.value(Der.context(hints ? 4 : 3), Der.octets(mechListMic)));
            }
            byte[] bare = Der.value(Der.context(0), Der.sequence(parts.toArray(byte[][]::new)));
            return wrapped ? Der.value(Der.application(0), Der.oid(OID), bare) : bare;
        }

        @Override
        public String toString() {
            return "NegTokenInit" + mechTypes;
        }
    }

    /**
     * NegTokenResp.
     *
     * @param state null if it is left out
     * @param supportedMech the mechanism chosen
     * @param responseToken the next token of that mechanism
     */
    record Resp(
            @Nullable State state,
            @Nullable String supportedMech,
            byte @Nullable [] responseToken,
            byte @Nullable [] mechListMic)
            implements Spnego {
        @Override
        public byte[] encode() {
            List<byte[]> parts = new ArrayList<>();
            if (state != null) {
                parts.add(Der.value(Der.context(0), Der.enumerated(state.ordinal())));
            }
            if (supportedMech != null) {
                parts.add(Der.value(Der.context(1), Der.oid(supportedMech)));
            }
            if (responseToken != null) {
                parts.add(Der.value(Der.context(2), Der.octets(responseToken)));
            }
            if (mechListMic != null) {
                parts.add(Der.value(Der.context(3), Der.octets(mechListMic)));
            }
            return Der.value(Der.context(1), Der.sequence(parts.toArray(byte[][]::new)));
        }

        @Override
        public String toString() {
            return "NegTokenResp[" + state + "]";
        }
    }

    /** How far a negotiation is; in the order of their numbers. */
    enum State {
        ACCEPT_COMPLETED,
        ACCEPT_INCOMPLETE,
        REJECT,
        REQUEST_MIC
    }

    /** Writes the list of mechanisms as the mechListMIC covers it. */
    static byte[] mechTypeList(List<String> mechTypes) {
        return Der.sequence(mechTypes.stream().map(Der::oid).toArray(byte[][]::new));
    }

    /** Tells whether a token can be one of SPNEGO, rather than a bare one of a mechanism. */
    static boolean looksLike(byte[] token) {
        if (token.length == 0) {
            return false;
        }
        int tag = token[0] & 0xFF;
        if (tag != Der.application(0)) {
            return tag == Der.context(0) || tag == Der.context(1);
        }
        try {
            return new Der.Reader(token).enter(tag).oid().equals(OID);
        } catch (TokenException e) {
            return false;
        }
    }

    /** Reads a message. */
    static Spnego parse(byte[] token) throws TokenException {
        Objects.requireNonNull(token, "token");
        Der.Reader outside = new Der.Reader(token);
        if (outside.next(Der.context(1))) {
            Der.Reader resp = outside.enter(Der.context(1));
            outside.end();
            return resp(resp);
        }
        boolean wrapped = outside.next(Der.application(0));
        Der.Reader holder = outside;
        if (wrapped) {
            holder = outside.enter(Der.application(0));
            outside.end();
            if (!holder.oid().equals(OID)) {
                throw new TokenException("the token is not one of SPNEGO");
            }
        }
        Der.Reader init = holder.enter(Der.context(0));
        holder.end();
        return init(init, wrapped);
    }

    private static Init init(Der.Reader holder, boolean wrapped) throws TokenException {
        Der.Reader in = holder.enter(Der.SEQUENCE);
        holder.end();
        List<String> mechTypes = new ArrayList<>();
        if (in.next(Der.context(0))) {
            Der.Reader tagged = in.enter(Der.context(0));
            Der.Reader list = tagged.enter(Der.SEQUENCE);
            tagged.end();
            while (list.more()) {
                if (mechTypes.size() == MOST_MECHANISMS) {
                    throw new TokenException("SPNEGO offers too many mechanisms");
                }
                mechTypes.add(list.oid());
            }
            if (mechTypes.isEmpty()) {
                throw new TokenException("SPNEGO offers a list of no mechanisms");
            }
        }
        byte[] reqFlags = in.next(Der.context(1)) ? in.only(1, Der.BIT_STRING) : null;
        byte[] mechToken = in.next(Der.context(2)) ? in.only(2, Der.OCTET_STRING) : null;
        boolean hints = false;
        String hintName = null;
        byte[] hintAddress = null;
        byte[] mechListMic = null;
        if (in.next(Der.context(3))) {
            Der.Reader tagged = in.enter(Der.context(3));
            if (tagged.next(Der.SEQUENCE)) {
                hints = true;
                Der.Reader inside = tagged.enter(Der.SEQUENCE);
                if (inside.next(Der.context(0))) {
                    Der.Reader name = inside.enter(Der.context(0));
                    hintName = name.text(Der.GENERAL_STRING);
                    name.end();
                }
                hintAddress = inside.next(Der.context(1)) ? inside.only(1, Der.OCTET_STRING) : null;
                inside.end();
            } else {
                mechListMic = tagged.octets();
            }
            tagged.end();
        }
        if (in.next(Der.context(4)) && mechListMic == null) {
            // Without hints it would stand in [3]; Windows never leaves them out.
            if (!hints) {
                throw new TokenException("SPNEGO holds a mechListMIC where hints should be");
            }
            mechListMic = in.only(4, Der.OCTET_STRING);
        }
        in.end();
        return new Init(mechTypes, reqFlags, mechToken, hints, hintName, hintAddress, mechListMic, wrapped);
    }

    private static Resp resp(Der.Reader holder) throws TokenException {
        Der.Reader in = holder.enter(Der.SEQUENCE);
        holder.end();
        State state = null;
        if (in.next(Der.context(0))) {
            Der.Reader tagged = in.enter(Der.context(0));
            int number = tagged.enumerated();
            tagged.end();
            if (number < 0 || number >= State.values().length) {
                throw new TokenException("SPNEGO is in a state that is unknown");
            }
            state = State.values()[number];
        }
        String mech = null;
        if (in.next(Der.context(1))) {
            Der.Reader tagged = in.enter(Der.context(1));
            mech = tagged.oid();
            tagged.end();
        }
        byte[] token = in.next(Der.context(2)) ? in.only(2, Der.OCTET_STRING) : null;
        byte[] mic = in.next(Der.context(3)) ? in.only(3, Der.OCTET_STRING) : null;
        in.end();
        return new Resp(state, mech, token, mic);
    }
}
