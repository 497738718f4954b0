package io.quorate.iscsi.machine;

import io.quorate.Credentials;
import io.quorate.Secret;
import io.quorate.iscsi.pdu.InitiatorPdu.LoginRequest;
import io.quorate.iscsi.pdu.IscsiProtocolException;
import io.quorate.iscsi.pdu.Pdu;
import io.quorate.iscsi.pdu.TargetPdu;
import io.quorate.iscsi.pdu.TargetPdu.LoginResponse;
import io.quorate.iscsi.pdu.Text;
import io.quorate.iscsi.pdu.TextPair;
import io.quorate.spi.net.Logins;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The initiator's side of a login (RFC 7143 6.3): security stage with CHAP one way or both ways, then the operational stage. Offers CHAP
 * alone where it has a secret, so that nobody can talk it out of it. One login, one machine. Not thread-safe.
 */
public final class LoginMachine {
    private static final int SECURITY = 0;
    private static final int OPERATIONAL = 1;
    private static final int FULL_FEATURE = 3;
    private static final int MAX_ROUNDS = 32;
    private static final int MAX_TEXT = 65_536;
    private static final int OUR_BURST = 1_048_576;
    private static final int OUR_FIRST_BURST = 262_144;
    private static final Set<String> DECLARED_BY_TARGETS =
            Set.of("TargetAlias", "TargetPortalGroupTag", "TargetAddress", "TargetName");
    private static final Set<String> OF_SESSIONS = Set.of(
            "MaxConnections",
            "InitialR2T",
            "ImmediateData",
            "MaxBurstLength",
            "FirstBurstLength",
            "MaxOutstandingR2T",
            "DataPDUInOrder",
            "DataSequenceInOrder");
    private static final Set<String> NO_ANSWER = Set.of("NotUnderstood", "Irrelevant", "Reject");

    private enum Expecting {
        METHOD,
        CHALLENGE,
        PROOF,
        OPERATION,
        NOTHING
    }

    private final LoginPlan plan;
    private final Text text = new Text(MAX_TEXT);
    private final Set<String> offered = new HashSet<>();
    private final Set<String> settled = new HashSet<>();
    private final List<TextPair> toSay = new ArrayList<>();
    private Expecting expecting = Expecting.METHOD;
    private int stage = SECURITY;
    private boolean transitAsked;
    private int rounds;
    private int expStatSn;

    private boolean headerDigest;
    private boolean dataDigest;
    private int targetMaxData = SessionParameters.LOGIN_MAX_DATA;
    private int maxBurst = 262_144;
    private int firstBurst = 65_536;
    private boolean initialR2t = true;
    private boolean immediateData = true;

    public LoginMachine(LoginPlan plan) {
        this.plan = plan;
    }

    /** Returns the first request. */
    public Pdu begin() {
        say("InitiatorName", plan.initiator().value());
        if (plan.target() == null) {
            say("SessionType", "Discovery");
        } else {
            say("SessionType", "Normal");
            say("TargetName", plan.target().value());
        }
        say("AuthMethod", plan.chap() == null ? "None" : "CHAP");
        return request(plan.chap() == null);
    }

    /** Takes in what the target sent. After anything but {@link LoginStep.Send} the login is over. */
    public LoginStep receive(Pdu pdu) throws IscsiProtocolException {
        if (expecting == Expecting.NOTHING) {
            throw new IllegalStateException("the login is over");
        }
        if (!(TargetPdu.of(pdu) instanceof LoginResponse response)) {
            throw new IscsiProtocolException("a " + pdu.opcode() + " during login");
        }
        if (++rounds > MAX_ROUNDS) {
            throw new IscsiProtocolException("a login of more than " + MAX_ROUNDS + " rounds");
        }
        if (response.taskTag() != plan.taskTag()) {
            throw new IscsiProtocolException("a login response with another task tag");
        }
        if (response.statusClass() != 0) {
            return ended(failure(response));
        }
        check(response);
        text.add(response.data());
        if (response.more()) {
            return new LoginStep.Send(build(false, new byte[0]));
        }
        Map<String, TextPair> pairs = unique(text.finish());
        LoginStep step = switch (expecting) {
            case METHOD -> method(pairs, response.transit());
            case CHALLENGE -> challenge(pairs);
            case PROOF -> proof(pairs, response.transit());
            case OPERATION -> operation(pairs, response);
            case NOTHING -> throw new IllegalStateException();
        };
        return step instanceof LoginStep.Send ? step : ended(step);
    }

    private LoginStep ended(LoginStep step) {
        expecting = Expecting.NOTHING;
        return step;
    }

    private void check(LoginResponse response) throws IscsiProtocolException {
        if (response.versionActive() != 0) {
            throw new IscsiProtocolException("a login response of version " + response.versionActive());
        }
        if (response.isid() != plan.isid()) {
            throw new IscsiProtocolException("a login response for another session");
        }
        if (response.stage() != stage) {
            throw new IscsiProtocolException("a login response in stage " + response.stage() + ", not in " + stage);
        }
        if (response.transit()) {
            int next = stage == SECURITY ? OPERATIONAL : FULL_FEATURE;
            if (response.more() || !transitAsked || response.nextStage() != next) {
                throw new IscsiProtocolException("a login response goes on where it must not");
            }
        }
        if (rounds > 1 && response.statSn() != expStatSn) {
            throw new IscsiProtocolException("the status number jumps during login");
        }
        expStatSn = response.statSn() + 1;
    }

    private LoginStep failure(LoginResponse response) throws IscsiProtocolException {
        int detail = response.statusDetail();
        switch (response.statusClass()) {
            case 1 -> {
                if (detail != 1 && detail != 2) {
                    throw new IscsiProtocolException("a login redirection of kind " + detail);
                }
                TextPair address = unique(Text.parse(response.data())).get("TargetAddress");
                if (address == null) {
                    throw new IscsiProtocolException("a login redirection without a TargetAddress");
                }
                return new LoginStep.Redirected(TargetAddresses.portal(address.value()), detail == 2);
            }
            case 2, 3 -> {
                String code = "login " + response.statusClass() + "/" + detail;
                return new LoginStep.Refused(code, response.statusClass(), detail);
            }
            default -> throw new IscsiProtocolException("a login status of class " + response.statusClass());
        }
    }

    private LoginStep method(Map<String, TextPair> pairs, boolean transit) throws IscsiProtocolException {
        TextPair answer = pairs.remove("AuthMethod");
        String method = answer == null ? "None" : answer.value();
        if (method.equals("Reject")) {
            return new LoginStep.Refused("AuthMethod=Reject", 2, 1);
        }
        if (plan.chap() == null) {
            if (!method.equals("None")) {
                throw new IscsiProtocolException("the target chose a method that was not offered");
            }
            return goOn(pairs, transit);
        }
        if (method.equals("None")) {
            return new LoginStep.Distrusted("AuthMethod=None", "the target does not offer CHAP");
        }
        if (!method.equals("CHAP") || transit) {
            throw new IscsiProtocolException("the target chose a method that was not offered");
        }
        notUnderstood(pairs);
        say("CHAP_A", Chap.MD5);
        expecting = Expecting.CHALLENGE;
        return new LoginStep.Send(request(false));
    }

    private LoginStep challenge(Map<String, TextPair> pairs) throws IscsiProtocolException {
        Credentials.Chap chap = chap();
        TextPair algorithm = need(pairs, "CHAP_A");
        if (algorithm.value().equals("Reject")) {
            return new LoginStep.Refused("CHAP_A=Reject", 2, 1);
        }
        if (!algorithm.value().equals(Chap.MD5)) {
            throw new IscsiProtocolException("the target chose a CHAP algorithm that was not offered");
        }
        int identifier = Text.number(need(pairs, "CHAP_I"), 0, 255);
        byte[] challenge = Text.binary(need(pairs, "CHAP_C"), Chap.MAX_CHALLENGE);
        if (challenge.length == 0) {
            throw new IscsiProtocolException("an empty CHAP challenge");
        }
        if (plan.issued().test(challenge)) {
            throw new IscsiProtocolException("the target sends our own CHAP challenge back");
        }
        notUnderstood(pairs);
        say("CHAP_N", chap.user());
        say("CHAP_R", Text.binary(Chap.response(identifier, Logins.reveal(chap.secret()), challenge)));
        if (chap.targetSecret() != null) {
            say("CHAP_I", Integer.toString(plan.identifier()));
            say("CHAP_C", Text.binary(plan.challenge()));
        }
        expecting = Expecting.PROOF;
        return new LoginStep.Send(request(true));
    }

    private LoginStep proof(Map<String, TextPair> pairs, boolean transit) throws IscsiProtocolException {
        Credentials.Chap chap = chap();
        TextPair name = pairs.remove("CHAP_N");
        TextPair response = pairs.remove("CHAP_R");
        Secret secret = chap.targetSecret();
        if (secret != null && !settled.contains("CHAP_R")) {
            if (name == null || response == null) {
                return new LoginStep.Distrusted("CHAP_R missing", "the target does not prove itself");
            }
            byte[] proof = Text.binary(response, Chap.MAX_CHALLENGE);
            byte[] expected = Chap.response(plan.identifier(), Logins.reveal(secret), plan.challenge());
            boolean named = name.value().equals(chap.targetUser());
            if (!MessageDigest.isEqual(proof, expected) || !named) {
                return new LoginStep.Distrusted(
                        "CHAP_R wrong", "the target gave a wrong CHAP name or does not know its secret");
            }
            settled.add("CHAP_R");
        }
        return goOn(pairs, transit);
    }

    /** Ends the security stage, or asks again for its end. */
    private LoginStep goOn(Map<String, TextPair> pairs, boolean transit) {
        if (!transit) {
            notUnderstood(pairs);
            return new LoginStep.Send(request(true));
        }
        stage = OPERATIONAL;
        expecting = Expecting.OPERATION;
        offer("HeaderDigest", plan.headerDigest() ? "CRC32C,None" : "None");
        offer("DataDigest", plan.dataDigest() ? "CRC32C,None" : "None");
        say("MaxRecvDataSegmentLength", Integer.toString(SessionParameters.OUR_MAX_DATA));
        offer("DefaultTime2Wait", "0");
        offer("DefaultTime2Retain", "0");
        offer("ErrorRecoveryLevel", "0");
        if (plan.target() != null) {
            offer("MaxConnections", "1");
            offer("InitialR2T", "No");
            offer("ImmediateData", "Yes");
            offer("MaxBurstLength", Integer.toString(OUR_BURST));
            offer("FirstBurstLength", Integer.toString(OUR_FIRST_BURST));
            offer("MaxOutstandingR2T", "1");
            offer("DataPDUInOrder", "Yes");
            offer("DataSequenceInOrder", "Yes");
        }
        return new LoginStep.Send(request(true));
    }

    private LoginStep operation(Map<String, TextPair> pairs, LoginResponse response) throws IscsiProtocolException {
        for (TextPair pair : pairs.values()) {
            if (!DECLARED_BY_TARGETS.contains(pair.key()) && !settled.add(pair.key())) {
                throw new IscsiProtocolException("the target negotiates " + pair.key() + " twice");
            }
            if (pair.key().equals("MaxRecvDataSegmentLength")) {
                targetMaxData = Text.number(pair, 512, Pdu.MAX_DATA);
            } else if (offered.contains(pair.key())) {
                settle(pair);
            } else {
                notUnderstood(pair);
            }
        }
        if (!response.transit()) {
            return new LoginStep.Send(request(true));
        }
        return new LoginStep.Done(new SessionParameters(
                plan.cmdSn(),
                expStatSn,
                response.maxCmdSn(),
                headerDigest,
                dataDigest,
                targetMaxData,
                maxBurst,
                Math.min(firstBurst, maxBurst),
                initialR2t,
                immediateData));
    }

    /** Takes in the target's answer to one of our offers; where it gives none, the default holds. */
    private void settle(TextPair pair) throws IscsiProtocolException {
        if (NO_ANSWER.contains(pair.value())) {
            return;
        }
        switch (pair.key()) {
            case "HeaderDigest" -> headerDigest = digest(pair, plan.headerDigest());
            case "DataDigest" -> dataDigest = digest(pair, plan.dataDigest());
            case "MaxBurstLength" -> maxBurst = Text.number(pair, 512, OUR_BURST);
            case "FirstBurstLength" -> firstBurst = Text.number(pair, 512, OUR_FIRST_BURST);
            case "InitialR2T" -> initialR2t = Text.yes(pair);
            case "ImmediateData" -> immediateData = Text.yes(pair);
            case "MaxConnections", "MaxOutstandingR2T" -> Text.number(pair, 1, 1);
            case "ErrorRecoveryLevel", "DefaultTime2Retain" -> Text.number(pair, 0, 0);
            case "DefaultTime2Wait" -> Text.number(pair, 0, 3600);
            case "DataPDUInOrder", "DataSequenceInOrder" -> {
                if (!Text.yes(pair)) {
                    throw new IscsiProtocolException("the target answers " + pair.key() + "=No to Yes");
                }
            }
            default -> throw new IllegalStateException(pair.key());
        }
    }

    private static boolean digest(TextPair pair, boolean asked) throws IscsiProtocolException {
        boolean crc = pair.value().equals("CRC32C");
        if (!crc && !pair.value().equals("None") || crc && !asked) {
            throw new IscsiProtocolException("the target chose a " + pair.key() + " that was not offered");
        }
        return crc;
    }

    private void notUnderstood(Map<String, TextPair> pairs) {
        pairs.values().forEach(this::notUnderstood);
    }

    private void notUnderstood(TextPair pair) {
        if (!DECLARED_BY_TARGETS.contains(pair.key())
                && !NO_ANSWER.contains(pair.value())
                && !pair.key().startsWith("CHAP_")
                && toSay.size() < 64) {
            say(pair.key(), OF_SESSIONS.contains(pair.key()) ? "Irrelevant" : "NotUnderstood");
        }
    }

    private static Map<String, TextPair> unique(List<TextPair> pairs) throws IscsiProtocolException {
        Map<String, TextPair> unique = new LinkedHashMap<>();
        for (TextPair pair : pairs) {
            if (unique.put(pair.key(), pair) != null) {
                throw new IscsiProtocolException("a login response with " + pair.key() + " twice");
            }
        }
        return unique;
    }

    private static TextPair need(Map<String, TextPair> pairs, String key) throws IscsiProtocolException {
        TextPair pair = pairs.remove(key);
        if (pair == null) {
            throw new IscsiProtocolException("a login response without " + key);
        }
        return pair;
    }

    private Credentials.Chap chap() {
        Credentials.Chap chap = plan.chap();
        if (chap == null) {
            throw new IllegalStateException("a CHAP exchange that was not asked for");
        }
        return chap;
    }

    private void offer(String key, String value) {
        offered.add(key);
        say(key, value);
    }

    private void say(String key, String value) {
        toSay.add(new TextPair(key, value));
    }

    private Pdu request(boolean transit) {
        byte[] data = Text.format(toSay);
        toSay.clear();
        return build(transit, data);
    }

    private Pdu build(boolean transit, byte[] data) {
        transitAsked = transit;
        int next = !transit ? 0 : stage == SECURITY ? OPERATIONAL : FULL_FEATURE;
        return new LoginRequest(
                        transit,
                        false,
                        stage,
                        next,
                        0,
                        0,
                        plan.isid(),
                        0,
                        plan.taskTag(),
                        0,
                        plan.cmdSn(),
                        expStatSn,
                        data)
                .toPdu();
    }
}
