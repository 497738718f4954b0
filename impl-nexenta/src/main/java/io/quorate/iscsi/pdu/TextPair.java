package io.quorate.iscsi.pdu;

/**
 * A key and its value of a login or text negotiation. Prints no value that CHAP uses.
 *
 * @param key the key, case-sensitive
 * @param value the value as sent: lists and ranges are not taken apart
 */
public record TextPair(String key, String value) {
    @Override
    public String toString() {
        return key + "=" + (key.startsWith("CHAP_") ? "<hidden>" : value);
    }
}
