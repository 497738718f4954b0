package io.quorate.lab.winrm.login;

/**
 * A sealed piece of a body: what stands behind the four bytes of length, and what follows it. Prints nothing of it.
 *
 * @param header the signature, or whatever the scheme puts in front
 */
public record SealedPart(byte[] header, byte[] data) {
    @Override
    public String toString() {
        return "SealedPart[" + header.length + "+" + data.length + "]";
    }
}
