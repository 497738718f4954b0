package io.quorate.lab;

import io.quorate.QuorateRuntime;
import io.quorate.lab.kernel.Activity;
import io.quorate.lab.kernel.LabTime;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.function.BooleanSupplier;
import java.util.random.RandomGenerator;
import javax.net.SocketFactory;

/** What the SDK takes from outside, in a lab: the world's time, randomness from its seed, and its hosts on loopback ports. */
final class LabRuntime implements QuorateRuntime {

    /** Finds where a simulated host's port really listens. */
    interface Addresses {
        InetSocketAddress find(String host, int port) throws UnknownHostException;
    }

    private final LabTime time;
    private final LabSockets sockets;
    private final RandomGenerator random;
    private final Addresses addresses;
    private final Set<Thread> threads = Collections.newSetFromMap(new WeakHashMap<>());

    LabRuntime(LabTime time, RandomGenerator source, Addresses addresses) {
        this.time = time;
        this.sockets = new LabSockets(time.askings(), this::made);
        Object lock = new Object();
        this.random = () -> {
            synchronized (lock) {
                return source.nextLong();
            }
        };
        this.addresses = addresses;
    }

    @Override
    public Instant now() {
        return time.clock().now();
    }

    @Override
    public long nanos() {
        return time.clock().nanos();
    }

    @Override
    public void sleep(Duration time) throws InterruptedException {
        this.time.clock().sleep(time);
    }

    @Override
    public Thread thread(String name, Runnable body) {
        Thread thread = QuorateRuntime.super.thread(name, body);
        synchronized (threads) {
            threads.add(thread);
        }
        return thread;
    }

    /** Tells whether a thread was made for a client of this lab. */
    boolean made(Thread thread) {
        synchronized (threads) {
            return threads.contains(thread);
        }
    }

    @Override
    public void sleep(Duration time, BooleanSupplier over) throws InterruptedException {
        this.time.clock().sleep(time, over);
    }

    @Override
    public RandomGenerator random() {
        return random;
    }

    @Override
    public SocketFactory sockets() {
        return sockets;
    }

    @Override
    public InetSocketAddress resolve(String host, int port) throws UnknownHostException {
        return addresses.find(host, port);
    }

    @Override
    public Work begin(String what) {
        Activity work = time.enter(what);
        return work::close;
    }

    @Override
    public Runnable begun(String what, Runnable body) {
        Activity work = time.beginInBackground(what);
        return () -> {
            try (Activity mine = work.bind()) {
                body.run();
            }
        };
    }

    @Override
    public Permits permits(int count) {
        return time.permits(count);
    }

    @Override
    public Duration patience(Duration atMost) {
        return time.askings().patience(atMost);
    }

    static InetSocketAddress loopback(int port) throws UnknownHostException {
        return new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), port);
    }
}
