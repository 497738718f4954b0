module consumer {
    requires io.quorate;
}
