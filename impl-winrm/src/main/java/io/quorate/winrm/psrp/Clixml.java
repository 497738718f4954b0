package io.quorate.winrm.psrp;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Objects;

/**
 * The CLIXML codec ([MS-PSRP] 2.2.5). The message form is a single element without namespace, as PSRP messages carry it; the document
 * form is an {@code Objs} element with any number of values, as files and the error output of {@code powershell.exe} hold them.
 *
 * <p>Reading streams, knows no document types and no entities, and answers every malformed input with {@link ClixmlException}. A cyclic
 * graph comes back cyclic. An empty text is malformed here: the empty body that means {@code $null} in a PSRP message is the caller's to
 * see. Writing is deterministic: the same graph gives the same text, in the member order of Windows, references numbered from 0.
 *
 * <p>Stateless; safe for use by several threads.
 */
public final class Clixml {
    private Clixml() {}

    /** Reads the message form within the default limits. */
    public static PsValue read(String xml) {
        return read(xml, ClixmlLimits.DEFAULT);
    }

    /** Reads the message form; a leading byte order mark is skipped. */
    public static PsValue read(String xml, ClixmlLimits limits) {
        return ClixmlReader.open(xml, limits).message();
    }

    /** Reads the message form from UTF-8 within the default limits. */
    public static PsValue read(byte[] utf8) {
        return read(utf8, 0, utf8.length, ClixmlLimits.DEFAULT);
    }

    /** Reads the message form from UTF-8; a leading byte order mark is skipped. */
    public static PsValue read(byte[] utf8, ClixmlLimits limits) {
        return read(utf8, 0, utf8.length, limits);
    }

    /**
     * Reads the message form from UTF-8; a leading byte order mark is skipped.
     *
     * @param secure decrypts secure strings
     */
    public static PsValue read(byte[] utf8, ClixmlLimits limits, SecureCodec secure) {
        return ClixmlReader.open(utf8, 0, utf8.length, limits).secured(secure).message();
    }

    /** Reads the message form from a part of an array of UTF-8; a leading byte order mark is skipped. */
    public static PsValue read(byte[] utf8, int offset, int length, ClixmlLimits limits) {
        return ClixmlReader.open(utf8, offset, length, limits).message();
    }

    /**
     * Reads the message form from a stream of UTF-8 to its end; a leading byte order mark is skipped. Holds at most the limit's length in
     * memory and does not close the stream.
     *
     * @throws IOException if the stream fails
     */
    public static PsValue read(InputStream utf8, ClixmlLimits limits) throws IOException {
        return read(bounded(utf8, limits), limits);
    }

    /** Reads the document form within the default limits. */
    public static List<ClixmlItem> readDocument(String xml) {
        return readDocument(xml, ClixmlLimits.DEFAULT);
    }

    /** Reads the document form; a leading byte order mark is skipped. */
    public static List<ClixmlItem> readDocument(String xml, ClixmlLimits limits) {
        return ClixmlReader.open(xml, limits).document();
    }

    /** Reads the document form from UTF-8; a leading byte order mark is skipped. */
    public static List<ClixmlItem> readDocument(byte[] utf8, ClixmlLimits limits) {
        return ClixmlReader.open(utf8, 0, utf8.length, limits).document();
    }

    /**
     * Writes the message form.
     *
     * @throws IllegalArgumentException if a value has no place in its .NET type, objects nest deeper than {@value ClixmlLimits#DEEPEST}, or
     *     an object wraps itself
     */
    public static String write(PsValue value) {
        return write(value, SecureCodec.none());
    }

    /**
     * Writes the message form.
     *
     * @param secure encrypts secure strings
     * @throws IllegalArgumentException as {@link #write(PsValue)}, or if a secure string cannot be sent
     */
    public static String write(PsValue value, SecureCodec secure) {
        Objects.requireNonNull(value, "value");
        return new ClixmlWriter(secure).message(value);
    }

    /**
     * Writes the document form. References are shared over the whole document.
     *
     * @throws IllegalArgumentException as {@link #write}
     */
    public static String writeDocument(List<ClixmlItem> items) {
        Objects.requireNonNull(items, "items");
        return new ClixmlWriter(SecureCodec.none()).document(items);
    }

    private static byte[] bounded(InputStream in, ClixmlLimits limits) throws IOException {
        byte[] read = in.readNBytes(limits.maxLength());
        if (read.length == limits.maxLength() && in.read() >= 0) {
            throw new ClixmlException("CLIXML longer than " + limits.maxLength() + " bytes");
        }
        return read;
    }
}
