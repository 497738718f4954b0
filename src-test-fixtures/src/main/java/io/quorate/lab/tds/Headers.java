package io.quorate.lab.tds;

/** Reads what stands before batches, calls and transactions ([MS-TDS] 2.2.5.3, ALL_HEADERS). Nothing in it matters to the lab. */
final class Headers {
    private Headers() {}

    static void skip(Bytes in) throws TdsProtocolException {
        long total = in.u32();
        if (total < 4) {
            throw new TdsProtocolException("headers of " + total + " bytes");
        }
        long left = total - 4;
        while (left > 0) {
            long each = in.u32();
            if (each < 6 || each > left) {
                throw new TdsProtocolException("a header of " + each + " bytes");
            }
            in.skip(each - 4);
            left -= each;
        }
    }
}
