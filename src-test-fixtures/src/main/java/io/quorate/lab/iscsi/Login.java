package io.quorate.lab.iscsi;

import io.quorate.Secret;
import io.quorate.iscsi.pdu.InitiatorPdu.LoginRequest;
import io.quorate.iscsi.pdu.IscsiProtocolException;
import io.quorate.iscsi.pdu.Text;
import io.quorate.iscsi.pdu.TextPair;
import io.quorate.lab.storage.InitiatorState;
import io.quorate.lab.storage.StorageAppliance;
import io.quorate.lab.storage.TargetState;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The login phase of one connection, seen from the target (RFC 7143 6.3): stages, CHAP both ways, negotiation. No I/O. */
final class Login {
    static final int SECURITY = 0;
    static final int OPERATIONAL = 1;
    static final int FULL_FEATURE = 3;

    // status class and detail
    static final int INITIATOR_ERROR = 0x0200;
    static final int AUTHENTICATION = 0x0201;
    static final int NOT_FOUND = 0x0203;
    static final int VERSION = 0x0205;
    static final int TOO_MANY_CONNECTIONS = 0x0206;
    static final int MISSING_PARAMETER = 0x0207;
    static final int SESSION_TYPE = 0x0209;
    static final int NO_SUCH_SESSION = 0x020A;
    static final int INVALID_REQUEST = 0x020B;
    static final int UNAVAILABLE = 0x0301;
    static final int OUT_OF_RESOURCES = 0x0302;

    private static final int TEXT_LIMIT = 65_536;
    private static final int REQUESTS = 64;
    private static final int CHALLENGE = 16;
    private static final String PORTAL_GROUP = "1";

    /** Ends a login. */
    static final class Refused extends Exception {
        private static final long serialVersionUID = 1L;
        private final int status;

        Refused(int status) {
            super(String.format("login status 0x%04x", status), null, false, false);
            this.status = status;
        }

        int status() {
            return status;
        }
    }

    /** What to answer: keys, and the stage to go on to, -1 to stay. */
    record Step(List<TextPair> keys, int next) {}

    private enum Chap {
        NONE,
        CHOSEN,
        CHALLENGED,
        DONE
    }

    private final StorageAppliance appliance;
    private final Parameters parameters = new Parameters();
    private final Text text = new Text(TEXT_LIMIT);
    private final Set<String> seen = new HashSet<>();
    private int stage = -1;
    private int requests;
    private boolean discovery;
    private boolean told;
    private @Nullable String initiator;
    private @Nullable TargetState target;
    private Chap chap = Chap.NONE;
    private boolean authenticated;
    private int chapId;
    private byte[] challenge = {};

    Login(StorageAppliance appliance) {
        this.appliance = appliance;
    }

    Parameters parameters() {
        return parameters;
    }

    boolean discovery() {
        return discovery;
    }

    /** Returns the initiator's name; known after the first request. */
    String initiator() {
        return initiator == null ? "" : initiator;
    }

    /** Returns the target's name; empty in discovery sessions. */
    String target() {
        return target == null ? "" : target.name();
    }

    /** Takes a request in. */
    Step step(LoginRequest request) throws Refused, IscsiProtocolException {
        boolean first = stage < 0;
        require(++requests <= REQUESTS, INITIATOR_ERROR);
        require(request.versionMin() == 0, VERSION);
        require(first || request.stage() == stage, INVALID_REQUEST);
        require(request.stage() == SECURITY || request.stage() == OPERATIONAL, INVALID_REQUEST);
        require(!(request.transit() && request.more()), INITIATOR_ERROR);
        text.add(request.data());
        if (request.more()) {
            stage = request.stage();
            return new Step(List.of(), -1);
        }
        List<TextPair> pairs = text.finish();
        stage = request.stage();
        if (initiator == null) {
            identify(pairs);
        }
        Map<String, TextPair> keys = new LinkedHashMap<>();
        for (TextPair pair : pairs) {
            boolean again = pair.key().startsWith("CHAP_") ? keys.containsKey(pair.key()) : !seen.add(pair.key());
            require(!again, INITIATOR_ERROR); // a key is negotiated once
            keys.put(pair.key(), pair);
        }
        List<TextPair> answers = new ArrayList<>();
        if (!told && !discovery) {
            answers.add(new TextPair("TargetPortalGroupTag", PORTAL_GROUP));
            told = true;
        }
        if (stage == SECURITY) {
            security(keys, answers);
        } else {
            require(authenticated || !needsChap(), AUTHENTICATION);
            authenticated = true;
        }
        negotiate(keys, answers);
        return new Step(answers, next(request));
    }

    private static void require(boolean holds, int status) throws Refused {
        if (!holds) {
            throw new Refused(status);
        }
    }

    /** Reads who wants to talk to whom. */
    private void identify(List<TextPair> pairs) throws Refused {
        Map<String, String> values = new LinkedHashMap<>();
        pairs.forEach(p -> values.putIfAbsent(p.key(), p.value()));
        String name = values.get("InitiatorName");
        require(name != null && !name.isBlank() && name.length() <= 223, MISSING_PARAMETER);
        String type = values.getOrDefault("SessionType", "Normal");
        require(type.equals("Normal") || type.equals("Discovery"), SESSION_TYPE);
        discovery = type.equals("Discovery");
        if (!discovery) {
            String wanted = values.get("TargetName");
            require(wanted != null, MISSING_PARAMETER);
            Optional<TargetState> found = appliance.targets().stream()
                    .filter(t -> t.name().equalsIgnoreCase(wanted) && t.online())
                    .findFirst();
            require(found.isPresent(), NOT_FOUND);
            target = found.get();
        }
        initiator = name;
    }

    private boolean needsChap() {
        return target != null && target.chap();
    }

    private void security(Map<String, TextPair> keys, List<TextPair> answers) throws Refused, IscsiProtocolException {
        TextPair methods = keys.get("AuthMethod");
        if (methods != null) {
            // the first of the initiator's list that can be used here, RFC 7143 6.2.1
            String chosen = Arrays.stream(methods.value().split(","))
                    .filter(this::usable)
                    .findFirst()
                    .orElseThrow(() -> new Refused(AUTHENTICATION));
            answers.add(new TextPair("AuthMethod", chosen));
            if (chosen.equals("None")) {
                authenticated = true;
            } else {
                chap = Chap.CHOSEN;
            }
        }
        TextPair algorithms = keys.get("CHAP_A");
        if (algorithms != null) {
            require(
                    chap == Chap.CHOSEN
                            && Arrays.asList(algorithms.value().split(",")).contains(TargetChap.MD5),
                    AUTHENTICATION);
            challenge(answers);
        }
        if (keys.containsKey("CHAP_R") || keys.containsKey("CHAP_N")) {
            require(chap == Chap.CHALLENGED, AUTHENTICATION);
            verify(keys, answers);
        }
    }

    private boolean usable(String method) {
        return needsChap()
                ? method.equals("CHAP")
                : method.equals("None")
                        || method.equals("CHAP")
                                && appliance.chapOf(initiator()).isPresent();
    }

    private void challenge(List<TextPair> answers) {
        challenge = new byte[CHALLENGE];
        appliance.world().read(() -> {
            var random = appliance.world().random().stream("appliance/" + appliance.name() + "/chap");
            random.nextBytes(challenge);
            chapId = random.nextInt(256);
            return true;
        });
        chap = Chap.CHALLENGED;
        answers.add(new TextPair("CHAP_A", TargetChap.MD5));
        answers.add(new TextPair("CHAP_I", Integer.toString(chapId)));
        answers.add(new TextPair("CHAP_C", Text.binary(challenge)));
    }

    private void verify(Map<String, TextPair> keys, List<TextPair> answers) throws Refused, IscsiProtocolException {
        TextPair name = keys.get("CHAP_N");
        TextPair response = keys.get("CHAP_R");
        InitiatorState known = appliance.chapOf(initiator()).orElse(null);
        Secret secret = known == null ? null : known.chapSecret();
        if (name == null || response == null || known == null || secret == null) {
            throw new Refused(AUTHENTICATION);
        }
        byte[] given = Text.binary(response, TargetChap.RESPONSE);
        require(
                name.value().equals(known.chapUser())
                        && MessageDigest.isEqual(given, TargetChap.response(chapId, secret, challenge)),
                AUTHENTICATION);
        TextPair theirs = keys.get("CHAP_C");
        if (theirs != null) {
            prove(keys.get("CHAP_I"), theirs, secret, answers);
        }
        chap = Chap.DONE;
        authenticated = true;
    }

    /** Proves the target to the initiator; never with the initiator's own secret or challenge. */
    private void prove(@Nullable TextPair id, TextPair theirs, Secret initiatorsSecret, List<TextPair> answers)
            throws Refused, IscsiProtocolException {
        byte[] bytes = Text.binary(theirs, TargetChap.MAX_CHALLENGE);
        TargetState state = target;
        Secret own = state == null ? null : state.mutualSecret();
        if (id == null || own == null) {
            throw new Refused(AUTHENTICATION);
        }
        require(!Arrays.equals(bytes, challenge) && !TargetChap.same(own, initiatorsSecret), AUTHENTICATION);
        String user = state == null || state.mutualUser() == null ? target() : state.mutualUser();
        answers.add(new TextPair("CHAP_N", user));
        answers.add(new TextPair("CHAP_R", Text.binary(TargetChap.response(Text.number(id, 0, 255), own, bytes))));
    }

    private void negotiate(Map<String, TextPair> keys, List<TextPair> answers) throws Refused {
        for (TextPair pair : keys.values()) {
            switch (pair.key()) {
                case "InitiatorName", "SessionType", "TargetName", "AuthMethod" -> {
                    // who and how: read already
                }
                case "CHAP_A", "CHAP_I", "CHAP_C", "CHAP_N", "CHAP_R" -> require(stage == SECURITY, INITIATOR_ERROR);
                case "SendTargets" -> throw new Refused(INITIATOR_ERROR);
                default -> {
                    String answer = parameters.answer(pair);
                    if (answer != null) {
                        answers.add(new TextPair(pair.key(), answer));
                    }
                }
            }
        }
        if (stage == OPERATIONAL && seen.add("own MaxRecvDataSegmentLength")) {
            answers.add(new TextPair("MaxRecvDataSegmentLength", Integer.toString(Parameters.RECEIVES)));
        }
    }

    private int next(LoginRequest request) throws Refused {
        if (!request.transit()) {
            return -1;
        }
        int wanted = request.nextStage();
        require(wanted == FULL_FEATURE || wanted == OPERATIONAL && stage == SECURITY, INVALID_REQUEST);
        if (stage == SECURITY && !authenticated) {
            if (chap == Chap.CHOSEN || chap == Chap.CHALLENGED) {
                return -1;
            }
            require(!needsChap(), AUTHENTICATION);
            authenticated = true;
        }
        stage = wanted;
        return wanted;
    }
}
