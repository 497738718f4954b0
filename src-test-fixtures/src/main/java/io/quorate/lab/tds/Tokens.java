package io.quorate.lab.tds;

import io.quorate.lab.sql.SqlMessage;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Writes the tokens of an answer ([MS-TDS] 2.2.7), little-endian. */
final class Tokens {
    static final int DONE = 0xFD;
    static final int DONE_PROC = 0xFE;
    static final int DONE_IN_PROC = 0xFF;

    static final int MORE = 0x01;
    static final int ERROR = 0x02;
    static final int COUNT = 0x10;
    static final int ATTENTION = 0x20;

    static final int DATABASE = 1;
    static final int LANGUAGE = 2;
    static final int PACKET_SIZE = 4;
    static final int COLLATION = 7;
    static final int BEGIN = 8;
    static final int COMMIT = 9;
    static final int ROLLBACK = 10;
    static final int RESET = 18;
    static final int ROUTING = 20;

    /** SQL_Latin1_General_CP1_CI_AS. */
    static final byte[] LATIN1 = {0x09, 0x04, (byte) 0xD0, 0x00, 0x34};

    private static final int LONGEST_TEXT = 4_000;

    private final int most;
    private byte[] data = new byte[256];
    private int size;

    Tokens(int most) {
        this.most = most;
    }

    int size() {
        return size;
    }

    byte[] data() {
        return data;
    }

    void u8(int value) {
        room(1);
        data[size++] = (byte) value;
    }

    void u16(int value) {
        u8(value);
        u8(value >> 8);
    }

    void i32(int value) {
        u16(value);
        u16(value >> 16);
    }

    void i64(long value) {
        i32((int) value);
        i32((int) (value >> 32));
    }

    void bytes(byte[] bytes) {
        room(bytes.length);
        System.arraycopy(bytes, 0, data, size, bytes.length);
        size += bytes.length;
    }

    void text(String text) {
        bytes(text.getBytes(StandardCharsets.UTF_16LE));
    }

    /** Writes text behind its length of one byte; what is too long is cut. */
    void shortText(String text) {
        String cut = text.length() > 255 ? text.substring(0, 255) : text;
        u8(cut.length());
        text(cut);
    }

    /** Returns where a length of two bytes is left out, to be filled in by {@link #close}. */
    int open() {
        u16(0);
        return size;
    }

    void close(int from) {
        int count = size - from;
        data[from - 2] = (byte) count;
        data[from - 1] = (byte) (count >> 8);
    }

    /** Writes an error or an information. */
    void message(SqlMessage message, String server) {
        u8(message.error() ? 0xAA : 0xAB);
        int from = open();
        i32(message.number());
        u8(message.state());
        u8(message.severity());
        String text =
                message.text().length() > LONGEST_TEXT ? message.text().substring(0, LONGEST_TEXT) : message.text();
        u16(text.length());
        text(text);
        shortText(server);
        shortText("");
        i32(message.line());
        close(from);
    }

    void change(int type, String now, String before) {
        u8(0xE3);
        int from = open();
        u8(type);
        shortText(now);
        shortText(before);
        close(from);
    }

    void change(int type, byte[] now, byte[] before) {
        u8(0xE3);
        int from = open();
        u8(type);
        u8(now.length);
        bytes(now);
        u8(before.length);
        bytes(before);
        close(from);
    }

    void done(int token, int status, int command, long rows) {
        u8(token);
        u16(status);
        u16(command);
        i64(rows);
    }

    /** Writes a token of SSPI. */
    void sspi(byte[] token) {
        u8(0xED);
        int from = open();
        bytes(token);
        close(from);
    }

    void returnStatus(int value) {
        u8(0x79);
        i32(value);
    }

    /** Writes the number of a prepared statement, as the call's first parameter returns it. */
    void handle(int value) {
        u8(0xAC);
        u16(0);
        u8(0);
        u8(1);
        i32(0);
        u16(0);
        u8(0x26);
        u8(4);
        u8(4);
        i32(value);
    }

    private void room(int more) {
        if (more > most - size) {
            throw new AnswerTooLong();
        }
        if (size + more > data.length) {
            data = Arrays.copyOf(data, (int) Math.min(most, Math.max((long) size + more, 2L * data.length)));
        }
    }

    /** The answer is longer than the face keeps. */
    static final class AnswerTooLong extends RuntimeException {
        private static final long serialVersionUID = 1L;

        AnswerTooLong() {
            super("the answer is too long");
        }
    }
}
