package measure;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/** How long something takes. */
final class Clocks {
    private Clocks() {}

    /** Returns how many seconds some work takes. */
    static double seconds(Runnable work) {
        long began = System.nanoTime();
        work.run();
        return (System.nanoTime() - began) / 1e9;
    }

    /** Does some work so many times, and returns the median of the seconds. */
    static double medianOf(int times, Runnable work) {
        return Verdicts.median(IntStream.range(0, times).mapToDouble(i -> seconds(work)).toArray());
    }

    /** Returns how many seconds of CPU this process has used. */
    static double cpu() {
        return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getProcessCpuTime() / 1e9;
    }

    /** Returns how many seconds of CPU this thread has used. */
    static double ownCpu() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() / 1e9;
    }

    /** Returns how many seconds of CPU all threads that run Java have used; one that ends takes its part with it. */
    static double threadsCpu() {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        return LongStream.of(threads.getAllThreadIds()).map(threads::getThreadCpuTime).filter(t -> t > 0).sum() / 1e9;
    }
}
