run() {
    (cd "lessons/$1" && "$1")
}
