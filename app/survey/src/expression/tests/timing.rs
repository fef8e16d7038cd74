use super::*;
#[test]
fn timing() {
    let sheet = Sheet::of_the_table();
    for source in [
        "${yes} = 'ja'",
        "${yes} = 'ja' and ${five} > 0",
        "selected(${ab}, 'b')",
        "any-yes(${all_no}) = 'ja'",
        "sum(${amounts}) > 3",
    ] {
        let compiled = compile(&sheet, source).unwrap();
        let start = std::time::Instant::now();
        let mut n = 0u32;
        for _ in 0..1_000_000 {
            n += u32::from(std::hint::black_box(&compiled).is_true(std::hint::black_box(&sheet)));
        }
        println!("{source}: {:?} {n}", start.elapsed() / 1_000_000);
    }
    let src = "any-yes(${all_no}) = 'ja' and ${five} > 0 or selected(${ab}, 'b')";
    let start = std::time::Instant::now();
    for _ in 0..1000 {
        std::hint::black_box(compile(&sheet, src).unwrap());
    }
    println!(
        "compile {:?} op {} ",
        start.elapsed() / 1000,
        std::mem::size_of::<crate::expression::operation::Operation>()
    );
}
