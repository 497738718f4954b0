package io.quorate.lab.sql;

/**
 * An error, or a word of information (severity 10 and less).
 *
 * @param number e.g. 35250
 * @param severity 0 to 25
 * @param state tells apart where the same number comes from
 * @param text for people
 * @param line the line of the batch, from 1
 */
public record SqlMessage(int number, int severity, int state, String text, int line) {

    /** Tells whether it is an error. */
    public boolean error() {
        return severity > 10;
    }

    /** Returns the same, of another line. */
    public SqlMessage at(int otherLine) {
        return new SqlMessage(number, severity, state, text, otherLine);
    }
}
