package measure;

import io.quorate.vm.VirtualMachine;
import java.util.Iterator;
import java.util.stream.Stream;

/**
 * A program that reads the stream of a host's machines to its end and says how much heap that took; a JVM of its own, with so much heap and no
 * more, runs it. Arguments: the port, and how many machines to read.
 */
final class Reader {
    static final String BEFORE = "heap in use before ";

    static final String MOST = "most heap in use ";

    /** How often it looks how much is in use; a look collects the garbage. */
    private static final int LOOKS = 20;

    private Reader() {}

    public static void main(String... args) {
        int machines = Integer.parseInt(args[1]);
        try (Client.Ours client = new Client.Ours(Integer.parseInt(args[0]))) {
            read(client, 1, Integer.MAX_VALUE);
            System.out.println(BEFORE + inUse());
            if (machines > 0) {
                System.out.println(MOST + read(client, machines, machines / LOOKS));
            }
        }
        System.exit(0);
    }

    /** Reads so many machines, looks at the heap each time so many have come, and returns the most that was in use. */
    private static long read(Client.Ours client, int machines, int each) {
        long most = 0;
        int seen = 0;
        try (Stream<VirtualMachine> all = client.quorate().vms("lab").stream("hv1")) {
            Iterator<VirtualMachine> next = all.iterator();
            while (seen < machines) {
                next.next();
                seen++;
                most = seen % each == 0 ? Math.max(most, inUse()) : most;
            }
        }
        return most;
    }

    private static long inUse() {
        System.gc();
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }
}
