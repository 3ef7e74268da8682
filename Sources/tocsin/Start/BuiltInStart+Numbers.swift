// Made by `swift run -c release Benchmark start sample-data/gold.csv --encoder FOLDER`, of the labels of sample-data
// (CC0) and the encoder that the install brings.
extension BuiltInStart {
    static let encoder = "5376df28e53f2ae3"
    static let labelCount = 3000
    /// 32-bit floating-point numbers, low byte first: the weights, then the bias.
    static let numbers = """
        dKlKvglyMD/B15i+VodPPpSa/b7T7949/qviPilk/L+JJ/W+RYGGv402tj6Cx7W/dDvjPB/n9b0n9x8/o5bGv0AZ77/5bcI+0AFi
        wIGDkr+pYRPAlL3zPiCHA79JW2A/5ZzqPqCYIT/a8Dq/LTGvPuqLDL+XZ6++UV2evuTlM77FDsi/2ogvPxkLHD+T5t++5WYTvzRc
        T75qn02+FYfQvoEcNb8zkqA/BAx7voPMnr85GJu/R0ytvMmUwT92GGw/NuLZv3KQFj1AiI6/2iPGviqliD/z3i0+AosIwEN2T79O
        5RdAqF+Zv/dvkr/7V74/Pp+WPlJHpL+z7EW/3567vl8oqz0l5cM/ZRkkwAu3Uz+PtH2/Bm1XPicrN0Abv74+lxn5PlymxT++4Yk9
        3Kx+v6ps8j/kzMi+Qd6uP+BWqz8tZPi+j8xQv2ah172r5A+/NIfjv3pg5j+NSlu/ED1uPwN2Cb/v9kW/rv36PM3QGb+Xthw/wRBI
        QG2sF8C5jJk/BjMiQA5kET+aGcW+VTAuQExcyT7Sbme/2n7wvv0VjD+unEi/eEMaQI1u6j90WJM/8rrkvSyQtj8YnlA+slAIQO/0
        lr8Uta680SMjvldc4r9JCxjAftEuPw9yJ8AtmsG9lgjov+9Dzr/13aO/0J2CP33mQb8s2BNAc8hCP/Opl74ApA1AP4MvPz/u4791
        qBs/PDKhv1xeP8CoZF4/FgU0QKV3Ez870vy+ad/wvmiYW0An+zO/+uisP8FyT8AP1hs/B4TTPhlEyb5vvls/wAwAwIygTj9cfDO/
        QKDBPxXJsj9ZvwW9BVedvwtvhD/o+AC/Cl1uv92i8L9zDApAPaKMP+hdb0AJcgRAw1bpPo0h1r1WDok+Qw+0vih0fzyGUwO8cZXG
        P0eKgL7R0QK+ZdcaQJIMt7+YbJC/NOHWvcVK6j9zLGDA35PDPlqhjL8QXSa/vmnmvgeyGD/+hIi+DhngP8SkdD85hMk+NTvNP5nG
        Lr8zd30/XB8QwEJMRb+IcfO/05DPvlV9576hiTu+4cKIPSKQpT/fel8/x8Mjvx4Vlz/FgvS/a0igvyVtBr9ZMbQ/YWmIP4QpKD+H
        rke/NS7/PT74Qz8StnW/PXGfvYE7yb1+v5S/6RYuvS91rL23eEY/DPm5vwMJgsCBhiG/FFoBv1zT2L/WgrI/REGFvlWYez5NgqE/
        5GB5Pl6Cbj8Bw90+HHXyP309F7/gd7G/NqoGP6Xenr8DZilAhZ5Xv0+S3DvRuly/UvvpvrLYk7/oXSW/fhAAO5ILzL2NS2s/j+8t
        v/Dm+7/yT7G/TqYOQDCOCr1YNhRAdMYnv5KYWsAeQ2W9IdqCPnNgSUCvD3s9nYVlP6FJsL8wQ1y/Cayxv8UjpL3cumK+8/QJv2D3
        h7+711zAoteiPrVYIsBSpgFAr0ITvZWH8D+4asK/18rPv6/UFcBXifo/Aj5Hv3IReD+6ZpQ9XDxMv7v1LT+Le7y/NUlgvwWSLj93
        Hys/3YmLvxLqHz9iKCq+UTUtP3BjqD/8vbQ/5wyCvxb2Z723osG/pfy0v8+gxr83aPO+un2EP/lDLz+2X669we8nvvVXur9htoA/
        eMJHvYgu578rvBXANLT3P93evb9kfy3AwgvsPYEYcr5g5eS+SQKKPz0Thr6DeqO/z9SQvU+Dbb4abYS/uHwsP4xfD8AAYqu/V+0f
        Pxc3qT9a/Q1AjoQywIj0db/ad/k/a0LkvxKoUj/hxwC/WHyAwGO1tD4xQvC+cN0NP/R9nr4mDbw/7/GSv7AT8r8VHMi/wHGMvwFu
        sT9mK88+50WXPwWHBUA14ES/fKzCvm2Lub6Dzuw+DGHSPjnYFMDz52k/vfUOv2R5N8DaRz6/KyTBPp7dVT/Phim/cuozQM/5t71j
        Gd8/WnRWvRBpiT6Uqpu+cj1Cvp2+279U3gVAqg0hQBeodT+qLsO+ESH+v0NE0r7i4XK/YUsmPjgTZz994f6+Hl6Xvl68cj+pw0u+
        b8gPv7uEH8B0vQ6/km7UPw3/Jr/u4RlAJ6OBPgMFaj/xzh+/twOjQPhzU8DOWQQ/zFhyPyNH1b5d4MG+8aUwv6e0NT/Nau0+6Psz
        PwI8tD+t/z2/t3xjv6HR6L/6CLC/c487P+3kkj/0zXm+U7FcQFVLBb+b/di/DO/EvohKAUDao0o/3Ji9v4trAL7bF/6/7NvHP/T3
        Sb9lw5U/I1qEPzirQL8cC6A+ETnpv7g1+78LXF7ATo1pv0/woD6sPmO/uGVvv7yb4z4j+gvAcy0KQKYxuj+RyOI9WlmnvnPsWD/0
        eKA/rrZ2v7QutT91fYI/Ee2HvoDZB0CirRA/jTG/PjQj1L9Fy5E/wc39PmeW0T5beF+/KaG4vuUh6j4/W7y/F78Mv+DdMr/OfrE/
        v4F0P2IJGr/Fo46+nWRoPj5eNsALa4c/Ac8jQI8TXb8I04O/1F5wvxC5H77qqIo+wuDQvmY5BUCXDOg9YJ1RPypq5L9i4hHAg7gI
        vnH5tb8HhaK9BDDZPUYNoD+GwYu+/MdbP5KEDz/VfSw/rAaCPyfekj/D1pg/JfFDvUk3oDydyMk/nD8PvwA+AMAoSbk/VZDNPwC2
        yL9AnAW/hUjRv1B5pD80svU/DVcewHp0nT5Uv7W+ETSqvqPaMb8CCvk+TveIP8LZur+c9w29WVdqPsyxNr++6nc+p+YVP8mdML+s
        Oc2+6NbKP7z7Ib9LpUK/Kk4pvn+lYr5trUbA
        """
    /// 64-bit hashes, low byte first, of some of the texts.
    static let sketch = """
        bntUYQGzAQBSpxGvJdwCAPJYj33ckB8AFP4r2OzcHwASbnwAl/EjAMk1m+shPk4AWrdezTH1UgBfR05hSruDAMKyKnkCEIcA1IBA
        jiwfjwBAmnkOnSujAFyjWglkf8sAvk/butg6DAF4WPjceKxAASLfH+yXqGgBEO4tKFmfdgFyWeOorueMAfyZVkZrtpIBqkAabhtX
        nQH08c0r16GgAYAndI5MNLoBwr0Ynbvi9AFzE48vdcH4AXz6m66ryP0BXyZyNg7tBQJjV0Mv7SwGAhiZkSdaiA0C/edypEdeEgI1
        IYxx7QclAlJPQJDEODcCrpY01fAVSAKYNnpHIMZaAovtjBfW5ZQCLGrFxn73ogK02w/l9qq3AmBc0BnKnb0Cl2e3XVQcywLR0KXo
        lQ8DA+oAoQSZJy0D0ez0J4OLQQNRI4xqS7JBA/GsZV17A0wDLf/zqX71XgMxGqe4GW+GA09aGESny5MDSFW6RFAKrwPhx/nf8pex
        A6wfPiAky80Dv7bPcCuzGgTMB2ChBoI6BM2rPbyfrUcEKBoMGW2PZASerJ1jvGCCBKVgZkgCN4wE53KWmRBRqgR3XqWma9CrBMcG
        B00HiLoE0FAboe3ozAQh0J7AqubQBD5fPFc5EeoE2juGw+Ul7wRDv2yOPzMeBTWQtSe+WiUFbH3Eqg4hOgU=
        """
}
