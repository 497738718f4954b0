/** Runnable samples. */
module io.quorate.samples {
    requires io.quorate;
    requires io.quorate.lab;
    requires static org.jspecify;
}
