package io.quorate.lab.iscsi;

import io.quorate.iscsi.pdu.IscsiProtocolException;
import io.quorate.iscsi.pdu.Text;
import io.quorate.iscsi.pdu.TextPair;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The operational parameters of a session and how the target negotiates them (RFC 7143 13). */
final class Parameters {
    /** What the target takes in one data segment. */
    static final int RECEIVES = 262_144;
    /** What either side takes until it says otherwise. */
    static final int DEFAULT_RECEIVES = 8192;

    private static final int MAX_BURST = 1 << 20;
    private static final int FIRST_BURST = 65_536;
    private static final int LIMIT = 0xFFFFFF;

    boolean headerDigest;
    boolean dataDigest;
    int initiatorReceives = DEFAULT_RECEIVES;
    int maxBurst = 262_144;
    int firstBurst = 65_536;
    boolean initialR2t = true;
    boolean immediateData = true;

    /** Answers a key; null for one that takes no answer. */
    @Nullable
    String answer(TextPair pair) {
        try {
            return switch (pair.key()) {
                case "HeaderDigest" -> {
                    String chosen = digest(pair.value());
                    headerDigest = chosen.equals("CRC32C");
                    yield chosen;
                }
                case "DataDigest" -> {
                    String chosen = digest(pair.value());
                    dataDigest = chosen.equals("CRC32C");
                    yield chosen;
                }
                case "MaxRecvDataSegmentLength" -> {
                    initiatorReceives = Text.number(pair, 512, LIMIT);
                    yield null;
                }
                case "InitialR2T" -> {
                    initialR2t = Text.yes(pair);
                    yield yes(initialR2t);
                }
                case "ImmediateData" -> {
                    immediateData = Text.yes(pair);
                    yield yes(immediateData);
                }
                case "MaxBurstLength" -> {
                    maxBurst = Math.min(MAX_BURST, Text.number(pair, 512, LIMIT));
                    firstBurst = Math.min(firstBurst, maxBurst);
                    yield Integer.toString(maxBurst);
                }
                case "FirstBurstLength" -> {
                    firstBurst = Math.min(Math.min(FIRST_BURST, maxBurst), Text.number(pair, 512, LIMIT));
                    yield Integer.toString(firstBurst);
                }
                case "MaxConnections", "MaxOutstandingR2T" -> {
                    Text.number(pair, 1, 65_535);
                    yield "1";
                }
                case "DefaultTime2Wait" -> Integer.toString(Math.max(2, Text.number(pair, 0, 3600)));
                case "DefaultTime2Retain" -> Integer.toString(Math.min(0, Text.number(pair, 0, 3600)));
                case "ErrorRecoveryLevel" -> Integer.toString(Math.min(0, Text.number(pair, 0, 2)));
                case "DataPDUInOrder", "DataSequenceInOrder" -> {
                    Text.yes(pair);
                    yield "Yes";
                }
                case "IFMarker", "OFMarker" -> "No";
                case "IFMarkInt", "OFMarkInt" -> "Irrelevant";
                case "TaskReporting" -> "RFC3720";
                case "iSCSIProtocolLevel" -> Integer.toString(Math.min(1, Text.number(pair, 0, 31)));
                case "InitiatorAlias" -> null;
                default -> "NotUnderstood";
            };
        } catch (IscsiProtocolException e) {
            return "Reject";
        }
    }

    private static String digest(String offered) {
        List<String> values = Arrays.asList(offered.split(","));
        return values.stream()
                .filter(v -> v.equals("CRC32C") || v.equals("None"))
                .findFirst()
                .orElse("Reject");
    }

    private static String yes(boolean value) {
        return value ? "Yes" : "No";
    }
}
